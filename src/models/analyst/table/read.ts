import type { FileRef } from "../../../domain/file.ts";
import { quoted } from "../playbook.ts";

/** Above this a table is read in pieces and a part of its rows is looked at: the sandbox has some 900 MB. */
export const LARGE_BYTES = 40 * 1024 * 1024;
const SAMPLE_ROWS = 100_000;

const path = ({ name }: FileRef): string => quoted(`/mnt/data/${name}`);

const REPORT = `print(f"rows: {len(df)}")
print(f"columns: {df.shape[1]}")
df.head(10)
`;

/** The plain way to read the file, which is right for most. */
export function readPlainly(file: FileRef): string {
  const title = `# Read ${file.name}`;
  if (/\.xlsx$/i.test(file.name)) {
    return `${title}\nimport pandas as pd\n\ndf = pd.read_excel(${path(file)})\n${REPORT}`;
  }
  if (/\.json$/i.test(file.name)) {
    return `${title}\nimport json\n\nimport pandas as pd\n\ndf = pd.json_normalize(json.load(open(${path(file)})))\n${REPORT}`;
  }
  const separator = /\.(tsv|tab)$/i.test(file.name) ? ', sep="\\t"' : "";
  if (file.bytes > LARGE_BYTES) return readInPieces(title, `${path(file)}${separator}`, file.bytes);
  return `${title}\nimport pandas as pd\n\ndf = pd.read_csv(${path(file)}${separator})\n${REPORT}`;
}

function readInPieces(title: string, read: string, bytes: number): string {
  return `${title} in pieces (${Math.round(bytes / 1024 / 1024)} MB), keeping every n-th row
import pandas as pd

rows, kept = 0, []
for piece in pd.read_csv(${read}, chunksize=100_000):
    # About ${SAMPLE_ROWS.toLocaleString("en")} rows in the end, spread evenly over the file.
    if rows == 0:
        step = max(1, round(${bytes} / max(1, piece.head(1000).to_csv().__len__() / 1000) / ${SAMPLE_ROWS}))
    kept.append(piece.iloc[(-rows) % step :: step])
    rows += len(piece)
df = pd.concat(kept, ignore_index=True)
print(f"rows in the file: {rows}")
${REPORT}`;
}

/** Reads whatever calls itself a table: finds encoding, separator and decimal mark in the bytes themselves. */
export function readCarefully(file: FileRef): string {
  return `# Read ${file.name} again: find its encoding and separator
import re

import pandas as pd

path = ${path(file)}
with open(path, "rb") as file:
    raw = file.read(1_000_000)

KINDS = {b"\\x89PNG": "PNG picture", b"\\xff\\xd8\\xff": "JPEG picture", b"GIF8": "GIF picture", b"%PDF": "PDF document",
         b"PK\\x03\\x04": "ZIP archive or Office document", b"\\x1f\\x8b": "gzip archive", b"SQLite": "SQLite database"}
kind = next((kind for magic, kind in KINDS.items() if raw.startswith(magic)), None)


def encoding_of(raw):
    if raw.startswith((b"\\xff\\xfe", b"\\xfe\\xff")):
        return "utf-16"
    try:
        # The last bytes may be half a letter.
        raw.decode("utf-8-sig") if len(raw) < 1_000_000 else raw[:-4].decode("utf-8-sig", "strict")
        return "utf-8-sig"
    except UnicodeDecodeError:
        pass
    high = re.findall(rb"[\\x80-\\xff]+", raw[:-2])
    if all(len(run) % 2 == 0 and min(run) >= 0xA1 for run in high):
        return "cp949"  # Korean letters are pairs of high bytes
    japanese = raw.decode("shift_jis", "replace")
    if "\\ufffd" not in japanese[:-2] and re.search("[\\u3040-\\u30ff\\u4e00-\\u9fff]", japanese):
        return "shift_jis"
    return "cp1252" if not re.search(rb"[\\x81\\x8d\\x8f\\x90\\x9d]", raw) else "latin-1"


if kind is None and b"\\0" in raw and not raw.startswith((b"\\xff\\xfe", b"\\xfe\\xff")):
    kind = "binary file"
if kind is not None:
    print(f"not a table: {kind}")
else:
    encoding = encoding_of(raw)
    lines = [line for line in raw.decode(encoding, "replace").splitlines() if line.strip()][:50]
    def evenness(mark):
        # A separator stands in every line; a decimal comma only in some.
        counts = sorted(line.count(mark) for line in lines)
        return counts[0], counts[len(counts) // 2]

    separator = max(",;\\t|", key=evenness)
    numbers = re.findall(r"(?<=\\d),(?=\\d)", "".join(lines))
    decimal = "," if separator != "," and numbers else "."
    left_out = []
    df = pd.read_csv(path, encoding=encoding, sep=separator, decimal=decimal, engine="python",
                     encoding_errors="replace", on_bad_lines=lambda row: left_out.append(row))
    print(f"encoding: {encoding}")
    print(f"separator: {separator!r}")
    if left_out:
        print(f"rows left out, with more cells than columns: {len(left_out)}")
    print(f"rows: {len(df)}")
    print(f"columns: {df.shape[1]}")
    display(df.head(10))
`;
}
