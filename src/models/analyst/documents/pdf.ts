import type { FileRef } from "../../../domain/file.ts";
import { oneLine, pathOf } from "../playbook.ts";
import { WRITE_TEXT } from "./finish.ts";

const OPEN = `import logging

import pandas as pd
from pypdf import PdfReader

# It warns of every small flaw of a file; what matters is said below
logging.getLogger("pypdf").setLevel(logging.ERROR)
`;

const READER = (file: FileRef): string => `reader = PdfReader(${pathOf(file)})
if reader.is_encrypted and not reader.decrypt(""):
    raise ValueError("it is protected by a password")
`;

/** Pages, outline, text of a PDF. */
export function pdfCode(file: FileRef, copy: string): string {
  return `# Read ${oneLine(file.name)}
${OPEN}
${WRITE_TEXT}

def outline_of(entries, level=1):
    for entry in entries:
        if isinstance(entry, list):
            yield from outline_of(entry, level + 1) if level < 6 else []
        else:
            yield level, brief(entry.title or "")


${READER(file)}
print(f"pages: {len(reader.pages)}")
about = reader.metadata or {}
for key, name in {"/Title": "title", "/Author": "author", "/CreationDate": "made"}.items():
    if about.get(key):
        print(f"{name}: {brief(str(about[key]))}")
try:
    outline = list(outline_of(reader.outline))
except Exception:
    outline = []
rows, texts = [], []
for number, page in enumerate(reader.pages[:300], 1):
    try:
        text = page.extract_text()
        pictures = len(page.images.keys())
    except Exception as error:
        text, pictures = "", 0
        print(f"page {number} could not be read: {brief(error)}")
    texts.append(text)
    rows.append({"page": number, "words": len(text.split()), "pictures": pictures, "begins with": brief(text)})
if len(reader.pages) > 300:
    print("pages read: 300")
print(f"pictures: {sum(row['pictures'] for row in rows)}")
finish(outline, texts, ${copy})
pd.DataFrame(rows)
`;
}

/** What stands in columns on the pages of a PDF, which has no tables of its own. */
export function pdfTablesCode(file: FileRef): string {
  return `# Look for tables in ${oneLine(file.name)}: lines that are set in the same columns
${OPEN}
import re

${READER(file)}

def tables_in(page):
    """Blocks of at least three lines that fall into the same number of cells."""
    block = []
    for line in [*page.extract_text(extraction_mode="layout").splitlines(), ""]:
        cells = [cell for cell in re.split(r" {2,}", line.strip()) if cell]
        if len(cells) >= 2 and (not block or len(block[0]) == len(cells)):
            block.append(cells)
            continue
        if len(block) >= 3:
            yield block
        block = [cells] if len(cells) >= 2 else []


found = []
for number, page in enumerate(reader.pages[:60], 1):
    found += [(number, block) for block in tables_in(page)]
print(f"tables: {len(found)}")
largest = None
if found:
    number, block = max(found, key=lambda table: len(table[1]) * len(table[1][0]))
    print(f"largest table: {len(block)} lines of {len(block[0])} cells on page {number}")
    largest = pd.DataFrame(block[1:], columns=block[0])
largest
`;
}
