import type { FileRef } from "../../../domain/file.ts";
import { oneLine, pathOf, quoted } from "../playbook.ts";
import { REPORT } from "./read.ts";

/**
 * Looks at all sheets of a workbook, and reads the given one, else the largest. A header is the first line that is
 * filled like the others.
 */
export function readExcel(file: FileRef, sheet: string | null): string {
  const choice = sheet === null ? "max(frames, key=lambda name: frames[name].size)" : quoted(sheet);
  return `# Read ${oneLine(file.name)}${sheet === null ? "" : `, sheet ${oneLine(sheet)}`}
import pandas as pd


def tidy(cells):
    cells = cells.dropna(how="all").dropna(how="all", axis=1)
    filled = cells.notna().sum(axis=1)
    first = int((filled >= filled.median()).to_numpy().argmax()) if len(cells) else 0
    frame = cells.iloc[first + 1 :].reset_index(drop=True).infer_objects()
    frame.columns = ["" if pd.isna(title) else str(title) for title in cells.iloc[first]] if len(cells) else []
    return frame


frames = {name: tidy(cells) for name, cells in pd.read_excel(${pathOf(file)}, sheet_name=None, header=None).items()}
name = ${choice}
df = frames[name]
if len(frames) > 1:
    print(f"sheet: {name}")
    print(f"sheets: {len(frames)}")
    for place, (other, frame) in enumerate(frames.items(), 1):
        print(f"sheet {place}: {len(frame)} | {frame.shape[1]} | {other}")
    display(pd.DataFrame([{"sheet": other, "rows": len(frame), "columns": frame.shape[1], "missing": int(frame.isna().sum().sum()),
                           "duplicate rows": int(frame.map(str).duplicated().sum()), "its columns": ", ".join(frame.columns)[:200]}
                          for other, frame in frames.items()]))
${REPORT}`;
}

/** Reads JSON that holds rows in any of the usual ways, or one object a line; lists what one object holds. */
export function readJson(file: FileRef): string {
  return `# Read ${oneLine(file.name)}
import json

import pandas as pd

with open(${pathOf(file)}, "rb") as file:
    raw = file.read()
try:
    # It knows the encodings that JSON may have
    data = json.loads(raw)
except json.JSONDecodeError as error:
    text = raw.decode(json.detect_encoding(raw))
    lines = [line for line in text.splitlines() if line.strip()]
    if len(lines) < 2 or error.lineno == 1 and error.colno < len(lines[0]):
        raise
    data = [json.loads(line) for line in lines]


def inside(value, path=(), depth=0):
    """Everything in it: (path, value), lists by their first items only."""
    yield path, value
    if depth < 20 and isinstance(value, dict):
        for key, part in value.items():
            yield from inside(part, (*path, str(key)), depth + 1)
    elif depth < 20 and isinstance(value, list):
        for part in value[:3]:
            yield from inside(part, (*path, "[]"), depth + 1)


def is_rows(value):
    return isinstance(value, list) and len(value) > 0 and all(isinstance(row, dict) for row in value)


tree = []
if isinstance(data, dict):
    lists = [value for value in data.values() if isinstance(value, list)]
    held = [(path, value) for path, value in inside(data) if is_rows(value) and "[]" not in path]
    if held:
        # The table lies inside of an object
        path, data = max(held, key=lambda table: len(table[1]))
        print(f"rows lie in: {' '.join('.'.join(path).split())[:80]}")
    elif lists and len(lists) == len(data) and len(set(map(len, lists))) == 1:
        # A list for each column
        data = [dict(zip(data, row)) for row in zip(*lists)]
    else:
        tree = list(inside(data))
        single = [value for _, value in tree if not isinstance(value, (dict, list))]
        print(f"keys: {len(data)}")
        print(f"single values: {len(single)}")
        print(f"deepest level: {max(len(path) for path, _ in tree)}")
        data = [{"path": ".".join(path)[:200], "type": type(value).__name__,
                 "holds": len(value) if isinstance(value, (dict, list)) else " ".join(str(value).split())[:80]} for path, value in tree[1:200]]
if not isinstance(data, (list, dict)):
    raise ValueError("it holds a single value, not rows")
if isinstance(data, list) and not all(isinstance(row, dict) for row in data):
    data = [row if isinstance(row, dict) else {"value": row} for row in data]
df = pd.json_normalize(data)
${REPORT}`;
}
