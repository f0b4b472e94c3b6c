import { quoted } from "../playbook.ts";

/** Writes what was found out as a workbook: columns, numbers, correlations, and the most frequent values. */
export function workbookCode(target: string, measures: readonly string[], groups: readonly string[]): string {
  const list = (names: readonly string[]): string => `[${names.map(quoted).join(", ")}]`;
  return `# Write the summary as a workbook
sheets = {"columns": pd.DataFrame({
    "column": list(df.columns),
    "type": [str(kind) for kind in df.dtypes],
    "missing": df.isna().sum().to_numpy(),
    "distinct": [df[name].map(str)[df[name].notna()].nunique() for name in df.columns],
    "example": [brief(df[name].dropna().iloc[0]) if df[name].notna().any() else "" for name in df.columns],
})}
numbers = df[${list(measures)}].astype(float)
if numbers.shape[1]:
    sheets["numbers"] = numbers.describe().T.rename_axis("column").reset_index()
if numbers.shape[1] > 1:
    sheets["correlations"] = numbers.corr(min_periods=5).reset_index(names=" ")
counts = {name: df[name].map(brief, na_action="ignore").value_counts().head(50) for name in ${list(groups)}}
if counts:
    sheets["frequent values"] = pd.DataFrame([(name, value, rows) for name, found in counts.items() for value, rows in found.items()],
                                             columns=["column", "value", "rows"])
# Texts stay texts: a cell that begins with = must not become a formula
options = {"options": {"strings_to_formulas": False, "strings_to_urls": False, "nan_inf_to_errors": True}}
with pd.ExcelWriter(${quoted(`/mnt/data/${target}`)}, engine="xlsxwriter", engine_kwargs=options) as book:
    for name, sheet in sheets.items():
        sheet.to_excel(book, sheet_name=name, index=False)
        widths = [max([len(str(title)), *sheet[title].map(lambda value: len(str(value))).head(50)]) for title in sheet]
        for place, width in enumerate(widths):
            book.sheets[name].set_column(place, place, min(40, width + 2))
        book.sheets[name].freeze_panes(1, 1)
print(f"sheets written: {len(sheets)}")
`;
}
