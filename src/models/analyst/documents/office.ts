import type { FileRef } from "../../../domain/file.ts";
import { oneLine, pathOf } from "../playbook.ts";
import { CHECK_SIZE, WRITE_TEXT } from "./finish.ts";

/** Outline, paragraphs, tables and pictures of a Word document. */
export function docxCode(file: FileRef, copy: string): string {
  return `# Read ${oneLine(file.name)}
import re

import pandas as pd
from docx import Document

${CHECK_SIZE}

${WRITE_TEXT}

check(${pathOf(file)})
document = Document(${pathOf(file)})
paragraphs = [paragraph for paragraph in document.paragraphs if paragraph.text.strip()]
outline = []
for paragraph in paragraphs:
    style = re.match(r"(?:Heading (\\d)|Title$)", paragraph.style.name or "") if paragraph.style is not None else None
    if style:
        outline.append((int(style[1] or 0), brief(paragraph.text)))
about = document.core_properties
for name, value in {"title": about.title, "author": about.author, "changed": about.modified}.items():
    if value:
        print(f"{name}: {brief(value)}")
print(f"paragraphs: {len(paragraphs)}")
print(f"pictures: {len(document.inline_shapes)}")
tables = [[[cell.text.strip() for cell in row.cells] for row in table.rows] for table in document.tables]
print(f"tables: {len(tables)}")
finish(outline, [paragraph.text for paragraph in paragraphs] + ["\\n".join("\\t".join(row) for row in rows) for rows in tables], ${copy})
${LARGEST}`;
}

/** Slides, their titles, tables, pictures and notes of a PowerPoint document. */
export function pptxCode(file: FileRef, copy: string): string {
  return `# Read ${oneLine(file.name)}
import pandas as pd
from pptx import Presentation

${CHECK_SIZE}

${WRITE_TEXT}

def shapes_of(shapes):
    """All of them, those in groups as well."""
    for shape in shapes:
        yield from shapes_of(shape.shapes) if hasattr(shape, "shapes") else [shape]


check(${pathOf(file)})
presentation = Presentation(${pathOf(file)})
rows, outline, texts, tables = [], [], [], []
for number, slide in enumerate(presentation.slides, 1):
    shapes = list(shapes_of(slide.shapes))
    title = brief(slide.shapes.title.text_frame.text) if slide.shapes.title is not None else ""
    here = [[[cell.text.strip() for cell in row.cells] for row in shape.table.rows] for shape in shapes if shape.has_table]
    notes = slide.notes_slide.notes_text_frame.text if slide.has_notes_slide and slide.notes_slide.notes_text_frame else ""
    parts = [shape.text_frame.text for shape in shapes if shape.has_text_frame] + [cell for rows_ in here for row in rows_ for cell in row] + [notes]
    text = "\\n".join(part for part in parts if part.strip())
    if title:
        outline.append((number, title))
    tables += here
    texts.append(text)
    rows.append({"slide": number, "title": title, "words": len(text.split()), "tables": len(here),
                 "pictures": sum(hasattr(shape, "image") for shape in shapes if shape.shape_type == 13), "notes": len(notes.split())})
about = presentation.core_properties
for name, value in {"title": about.title, "author": about.author, "changed": about.modified}.items():
    if value:
        print(f"{name}: {brief(value)}")
print(f"slides: {len(rows)}")
print(f"pictures: {sum(row['pictures'] for row in rows)}")
print(f"slides with notes: {sum(row['notes'] > 0 for row in rows)}")
print(f"tables: {len(tables)}")
finish([], texts, ${copy})
titles = [title for _, title in outline]
if titles:
    print("outline: " + "; ".join(titles[:8]) + (" …" if len(titles) > 8 else ""))
display(pd.DataFrame(rows))
${LARGEST}`;
}

const LARGEST = `largest = max(tables, key=lambda rows: sum(map(len, rows)), default=None)
if largest:
    print(f"largest table: {len(largest)} rows of {max(map(len, largest))} cells")
pd.DataFrame(largest[1:], columns=largest[0] if len(set(map(len, largest))) == 1 else None) if largest else None
`;
