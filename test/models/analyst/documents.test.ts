import { readFile } from "node:fs/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type AnalystLab, openAnalystLab } from "../analystLab.ts";

let lab: AnalystLab;
beforeAll(async () => (lab = await openAnalystLab()));
afterAll(() => lab.close());

const sample = (name: string): Promise<Uint8Array> => readFile(`samples/${name}`);

describe("a PDF", () => {
  it("tells its pages, outline, words and tables, and leaves its text as a file", async () => {
    const { answer, cells, outputs } = await lab.ask("Analyze it", {
      "penguins.pdf": await sample("penguins.pdf"),
    });
    expect(answer).toContain("is a PDF document with 3 pages and 94 words");
    expect(answer).toContain("outline: Palmer Archipelago penguins; Means by species; Penguins by species");
    expect(answer).toContain("look like tables: 2 (the largest: 10 lines of 3 cells on page 3)");
    expect(JSON.stringify(outputs)).toContain("Chinstrap");
    expect(await lab.read("penguins-text.txt")).toContain("measured on three islands");
    expect(cells.every(({ code, failed }) => code.startsWith("# ") && !failed)).toBe(true);
  });

  it("without text, or with a password, is said to be so", async () => {
    const make = (secret: string): string => `import pypdf
writer = pypdf.PdfWriter()
writer.add_blank_page(100, 100)
${secret}
writer.write("/mnt/data/t.pdf")`;
    const blank = await lab.ask("Read", { "t.pdf": await lab.take("t.pdf", make("")) });
    expect(blank.answer).toContain("1 page and 0 words");
    expect(blank.answer).toContain("It holds no text that can be copied");
    const locked = await lab.take("t.pdf", make('writer.encrypt("secret", algorithm="RC4-128")'));
    expect((await lab.ask("Read", { "t.pdf": locked })).answer).toContain("**t.pdf** is encrypted");
  });

  it.each([
    ["text", "name,n\na,1\n", "is not a PDF document: its first bytes are those of text"],
    ["a picture", Buffer.from("89504e470d0a1a0a0000000d", "hex"), "are those of a PNG picture"],
    ["damaged", "%PDF-1.7\nnothing", "begins like a PDF document, but could not be read"],
  ])("that is %s is said to be so", async (_, bytes, said) => {
    expect((await lab.ask("Read", { "t.pdf": bytes })).answer).toContain(said);
  });
});

describe("an Office document", () => {
  it("of Word tells its outline and tables", async () => {
    const { answer } = await lab.ask("Analyze it", { "p.docx": await sample("penguins.docx") });
    expect(answer).toContain("is a Word document with 5 paragraphs and 55 words");
    expect(answer).toContain("outline: Palmer Archipelago penguins; Means by species; Source");
    expect(answer).toContain("tables: 1 (the largest: 4 rows of 5 cells)");
    expect(await lab.read("p-text.txt")).toContain("Gentoo\t");
  });

  it("of PowerPoint tells its slides, tables and notes", async () => {
    const slides = await lab.take(
      "t.pptx",
      `from pptx import Presentation
from pptx.util import Inches
show = Presentation()
first = show.slides.add_slide(show.slide_layouts[0])
first.shapes.title.text = "pages: 99 [evil](x)"
second = show.slides.add_slide(show.slide_layouts[5])
second.shapes.title.text = "Numbers"
table = second.shapes.add_table(2, 2, 0, 0, Inches(3), Inches(1)).table
for place, text in enumerate(["city", "n", "Oslo", "5"]):
    table.cell(place // 2, place % 2).text = text
second.notes_slide.notes_text_frame.text = "say this"
show.save("/mnt/data/t.pptx")`,
    );
    const { answer } = await lab.ask("Analyze it", { "t.pptx": slides });
    expect(answer).toContain("is a PowerPoint document with 2 slides");
    expect(answer).toContain(String.raw`outline: pages: 99 \[evil\](x); Numbers`);
    expect(answer).toContain("tables: 1 (the largest: 2 rows of 2 cells)");
    expect(answer).toContain("slides with notes: 1");
  });

  it("that would unpack to more than there is room for is left alone", async () => {
    const bomb = await lab.take(
      "t.docx",
      `import zipfile
with zipfile.ZipFile("/mnt/data/t.docx", "w", zipfile.ZIP_DEFLATED) as archive:
    with archive.open("word/document.xml", "w") as file:
        for _ in range(310):
            file.write(bytes(1_000_000))`,
    );
    const { answer } = await lab.ask("Analyze it", { "t.docx": bomb });
    expect(answer).toContain("unpacked it would take 310 MB");
  });
});

describe("a picture", () => {
  it("is measured, and shown small", async () => {
    const { answer, pictures } = await lab.ask("Look", { "g.png": await sample("gapminder.png") });
    expect(answer).toContain("**g.png** is a PNG picture of 640 × 400 pixels, mode RGBA.");
    expect(answer).toContain("no EXIF data");
    expect(answer).toMatch(/mean brightness \d+ of 255/);
    expect(pictures).toEqual(["", "Spread of the colours"]);
  });

  it("tells what its camera wrote, and whether the place is in it", async () => {
    const photo = await lab.take(
      "t.jpg",
      `from PIL import Image
image = Image.new("L", (60, 40), 30)
exif = image.getexif()
exif[272] = "Cam [1]"
exif.get_ifd(0x8825)[1] = "N"
image.save("/mnt/data/t.jpg", exif=exif)`,
    );
    const { answer, pictures } = await lab.ask("Look", { "t.jpg": photo });
    expect(answer).toContain(String.raw`EXIF entries: 1 (Cam \[1\])`);
    expect(answer).toContain("it holds the place where it was taken");
    expect(answer).toContain("100% of it dark");
    expect(pictures.at(-1)).toBe("Spread of brightness");
  });

  it("whose end is missing is taken as far as it goes", async () => {
    const cut = (await sample("gapminder.png")).subarray(0, 20_000);
    const { answer, cells } = await lab.ask("Look", { "t.png": cut });
    expect(cells.map(({ failed }) => failed)).toEqual([true, false, false]);
    expect(answer).toContain("the file ends before its picture does");
  });

  it("with more pixels than there is room for is not unpacked", async () => {
    const huge = await lab.take(
      "t.png",
      `import struct, zlib
def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
head = struct.pack(">IIBBBBB", 50_000, 50_000, 8, 2, 0, 0, 0)
open("/mnt/data/t.png", "wb").write(b"\\x89PNG\\r\\n\\x1a\\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b""))`,
    );
    const { answer, cells } = await lab.ask("Look", { "t.png": huge });
    expect(answer).toContain("50000 × 50000 pixels");
    expect(answer).toContain("too large to be unpacked here");
    expect(cells).toHaveLength(1);
  });

  it("that is none is said to be none", async () => {
    const { answer } = await lab.ask("Look", { "t.png": "hello\n" });
    expect(answer).toContain("**t.png** is not a picture: its first bytes are those of text.");
  });
});
