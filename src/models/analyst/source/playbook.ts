import type { FileRef } from "../../../domain/file.ts";
import { oneLine, type Playbook } from "../playbook.ts";
import { factsOf, failureOf } from "../results.ts";
import { readText } from "../text/playbook.ts";
import { count, literal } from "../words.ts";
import { type Language, languageOf } from "./languages.ts";

/** Source code in a language that cannot run here: what it is made of, in numbers. */
export function* sourcePlaybook(file: FileRef): Playbook {
  const language = languageOf(file.name);
  const name = `**${literal(file.name)}**`;
  const result = yield* readText(file, null, (start) => `${start}\n${metricsCode(file, language)}`);
  const failure = failureOf(result);
  if (failure !== null) return `${name} could not be read as text: \`${failure}\``;
  const facts = factsOf(result);
  const points = [...facts]
    .filter(([key, value]) => value !== "0" && key !== "lines" && key !== "encoding")
    .map(([key, value]) => `- ${key}: ${literal(value)}`);
  const found = `${name} is ${language.name} with ${count(facts.get("lines"), "line")}:`;
  return `${found}\n\n${points.join("\n")}\n\nOnly Python can run here; these numbers come from its text alone.`;
}

function metricsCode(file: FileRef, { comment, block, defines, imports }: Language): string {
  return `# Measure it: ${oneLine(file.name)} is read line by line, not understood
import re

import pandas as pd

DEFINES = ${defines}
IMPORTS = ${imports}
COMMENT, BLOCK = ${comment}, ${block}
code, comments, blank, imported, rows, inside = 0, 0, 0, 0, [], False
lines = source.splitlines()
for place, whole in enumerate(lines, 1):
    # Longer lines are no code that somebody wrote
    line = whole.strip()[:400]
    if not line:
        blank += 1
    elif inside or line.startswith(BLOCK[0]):
        comments += 1
        inside = BLOCK[1] not in (line if inside else line[len(BLOCK[0]) :])
    elif line.startswith(COMMENT):
        comments += 1
    else:
        code += 1
        imported += bool(re.match(IMPORTS, line))
        rows += [(place, what, next(filter(None, found.groups()))) for what, form in DEFINES.items() if (found := re.search(form, line))]
print(f"lines: {len(lines)}")
print(f"lines of code: {code}")
print(f"lines of comments: {comments}")
print(f"blank lines: {blank}")
print(f"longest line: {max(map(len, lines), default=0)} characters")
print(f"imports: {imported}")
for what in DEFINES:
    print(f"{what}: {sum(kind == what for _, kind, _ in rows)}")
print(f"TODO and FIXME: {len(re.findall('TODO|FIXME', source))}")
pd.DataFrame(rows, columns=["line", "what", "name"])
`;
}
