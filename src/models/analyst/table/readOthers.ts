import type { FileRef } from "../../../domain/file.ts";
import { oneLine, pathOf } from "../playbook.ts";
import { REPORT } from "./read.ts";

/** Reads the largest sheet of a workbook; its header is the first line that is filled like the others. */
export function readExcel(file: FileRef): string {
  return `# Read ${oneLine(file.name)}
import pandas as pd

sheets = pd.read_excel(${pathOf(file)}, sheet_name=None, header=None)
name, cells = max(sheets.items(), key=lambda sheet: sheet[1].size)
cells = cells.dropna(how="all").dropna(how="all", axis=1)
filled = cells.notna().sum(axis=1)
first = int((filled >= filled.median()).to_numpy().argmax()) if len(cells) else 0
df = cells.iloc[first + 1 :].reset_index(drop=True).infer_objects()
df.columns = ["" if pd.isna(title) else str(title) for title in cells.iloc[first]] if len(cells) else []
if len(sheets) > 1:
    print(f"sheet: {name}")
    print(f"sheets: {len(sheets)}")
${REPORT}`;
}

/** Reads JSON that holds rows in any of the usual ways, or one object a line. */
export function readJson(file: FileRef): string {
  return `# Read ${oneLine(file.name)}
import json

import pandas as pd

with open(${pathOf(file)}, encoding="utf-8-sig") as file:
    text = file.read()
try:
    data = json.loads(text)
except json.JSONDecodeError as error:
    lines = [line for line in text.splitlines() if line.strip()]
    if len(lines) < 2 or error.lineno == 1 and error.colno < len(lines[0]):
        raise
    data = [json.loads(line) for line in lines]

if isinstance(data, dict):
    lists = [value for value in data.values() if isinstance(value, list)]
    rows = [value for value in lists if value and all(isinstance(row, dict) for row in value)]
    if rows:
        # The table lies inside of an object
        data = max(rows, key=len)
    elif lists and len(lists) == len(data) and len(set(map(len, lists))) == 1:
        # A list for each column
        data = [dict(zip(data, row)) for row in zip(*lists)]
if not isinstance(data, (list, dict)):
    raise ValueError("it holds a single value, not rows")
if isinstance(data, list) and not all(isinstance(row, dict) for row in data):
    data = [row if isinstance(row, dict) else {"value": row} for row in data]
df = pd.json_normalize(data)
${REPORT}`;
}
