import { oneLine, quoted } from "../playbook.ts";
import { label } from "./columns.ts";

const list = (names: readonly string[]): string => `[${names.map(quoted).join(", ")}]`;

/** Rows as they stand in the file. */
export function rowsCode(which: "first" | "last", rows: number): string {
  return `# Show the ${which} ${rows} rows\ndf.${which === "first" ? "head" : "tail"}(${rows})\n`;
}

/** The rows that have most, or least, of a column. */
export function sortedCode(name: string, rows: number, lowest: boolean): string {
  return `# The ${rows} rows with the ${lowest ? "lowest" : "highest"} ${oneLine(label(name))}
found = df.dropna(subset=[${quoted(name)}]).sort_values(${quoted(name)}, ascending=${lowest ? "True" : "False"}, kind="stable")
print(f"rows with a value: {len(found)}")
found.head(${rows})
`;
}

/** Statistics of columns, each by its kind. */
export function describeCode(names: readonly string[]): string {
  return `# Describe ${names.length === 1 ? oneLine(label(names[0] ?? "")) : "the columns"}
part = df[${list(names)}]
numbers, others = part.select_dtypes("number"), part.select_dtypes(exclude="number")
if others.shape[1]:
    display(others.map(brief, na_action="ignore").describe().T)
numbers.describe().T.round(3) if numbers.shape[1] else None
`;
}

/** How all measures go together. */
export function correlationsCode(names: readonly string[]): string {
  return `# How the measures go together
df[${list(names)}].astype(float).corr(min_periods=5).round(2)
`;
}

/** The rows that hold a value which a question names. */
export function valueCode(question: string, names: readonly string[]): string {
  return `# Count the rows of what the question names
import re

question = ${quoted(question.slice(0, 500))}.lower()
found = []
for name in ${list(names)}:
    for value, rows in df[name].map(brief, na_action="ignore").value_counts().items():
        if len(value) > 1 and re.search(rf"(?<![a-z0-9]){re.escape(value.lower())}s?(?![a-z0-9])", question):
            found.append((len(value), rows, value, name))
if found:
    _, rows, value, name = max(found)
    print(f"rows with it: {rows} | {value}")
    print(f"column: {brief(name)}")
    print(f"of: {len(df)}")
`;
}
