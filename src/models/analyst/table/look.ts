import type { FileRef } from "../../../domain/file.ts";
import { ENCODING_OF } from "../bytes/encoding.ts";
import { KIND_OF } from "../bytes/kind.ts";
import { oneLine, pathOf } from "../playbook.ts";

/** Finds out how a file that calls itself a table was written, by its bytes: `formOf` reads what this prints. */
export function lookAtBytes(file: FileRef): string {
  return `# Look at the bytes of ${oneLine(file.name)}: encoding, separator, header
${ENCODING_OF}

${KIND_OF}

with open(${pathOf(file)}, "rb") as file:
    raw = file.read(1_000_000)

NAMES = {",": "comma", ";": "semicolon", "\\t": "tab", "|": "pipe"}


def lay_out(lines):
    """Separator, lines before the header, and the cells of every line from there on."""
    bare = [re.sub('"[^"]*"', "x", line) for line in lines]

    def evenness(mark):
        # A separator stands in every line, a decimal comma only in some
        counts = sorted(line.count(mark) for line in bare if line.strip())
        least, usual = counts[0], counts[len(counts) // 2]
        return least > 0 and mark != ",", least, usual, usual > 0 and mark != ","

    def is_title(line):
        """A title above the table fills fewer cells; but a header may have one less than the rows."""
        row = [cell.strip() for cell in line.split(separator)]
        count = sum(map(bool, row))
        return count < max(1, usual - 1) or count == 1 < usual and row[0] != ""

    separator = max(NAMES, key=evenness)
    filled = sorted(sum(bool(cell.strip()) for cell in line.split(separator)) for line in bare if line.strip())
    usual = filled[len(filled) // 2]
    above = next(place for place, line in enumerate(bare) if not is_title(line))
    cells = [[cell.strip(' "') for cell in line.split(separator)] for line in lines[above:] if line.strip()]
    return separator, above, cells


def has_decimal_commas(cells, separator):
    """Whether numbers are written "2,5": a comma before three digits may as well group them."""
    def some(form):
        return any(re.fullmatch(form, cell) for row in cells for cell in row)

    grouped = r"-?[1-9]\\d{0,2}(,\\d{3})+" if separator != ";" else "(?!)"
    return some(rf"(?!{grouped}$)-?\\d[\\d.]*,\\d+") and not some(r"-?\\d[\\d,]*\\.(\\d\\d?|\\d{4,})")


kind = kind_of(raw)
if kind is None and b"\\0" in raw and not raw.startswith((b"\\xff\\xfe", b"\\xfe\\xff")):
    kind = "binary file"
if kind is not None:
    print(f"not a table: {kind}")
else:
    encoding = encoding_of(raw)
    text = raw.decode(encoding, "replace")
    if not text.strip():
        raise ValueError("it has nothing but blank lines")
    separator, above, cells = lay_out(text.splitlines()[:100])
    print(f"encoding: {encoding}")
    print(f"separator: {NAMES[separator]}")
    if above:
        print(f"lines before the header: {above}")
    if all(re.fullmatch(r"-?\\d+([.,]\\d+)*", cell) for cell in cells[0]):
        print("header: none")
    elif len(cells) > 1 and cells[0][-1] and all(len(row) == len(cells[0]) + 1 and row[-1] == "" for row in cells[1:]):
        print("rows end in a separator: yes")
    if separator != "," and has_decimal_commas(cells, separator):
        print("decimal mark: comma")
`;
}
