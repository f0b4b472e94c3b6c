import { readFile } from "node:fs/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type AnalystLab, openAnalystLab } from "../analystLab.ts";

let lab: AnalystLab;
beforeAll(async () => (lab = await openAnalystLab()));
afterAll(() => lab.close());

const zip = (body: string): Promise<Uint8Array> =>
  lab.take(
    "t.zip",
    `import stat, zipfile
with zipfile.ZipFile("/mnt/data/t.zip", "w", zipfile.ZIP_DEFLATED) as archive:
${body.replace(/^/gm, "    ")}`,
  );
const CITIES = String.raw`"city,price\n" + "".join(f"City {n % 3},{n * 2}\n" for n in range(12))`;

it("a ZIP of tables is listed, unpacked and looked at as one", async () => {
  const { answer, cells } = await lab.ask("Analyze it", {
    "w.zip": await readFile("samples/seattle-weather.zip"),
  });
  expect(answer).toContain("**w.zip** is a ZIP archive with 5 files, 48,069 bytes unpacked.");
  expect(answer).toContain("**w-files/weather-2012.csv**: 366 rows, 6 columns");
  expect(answer).toContain("1461 rows and 7 columns");
  expect(answer).toContain("from 2012-01-01 to 2015-12-31");
  expect(cells.filter(({ failed }) => failed)).toEqual([]);
});

it("what is not safe in a ZIP is named and left alone", async () => {
  const hostile = await zip(`archive.writestr("../evil.csv", ${CITIES})
archive.writestr("/etc/evil.csv", "a,b")
archive.writestr("C:\\\\evil.csv", "a,b")
link = zipfile.ZipInfo("link.csv")
link.external_attr = (stat.S_IFLNK | 0o777) << 16
archive.writestr(link, "/etc/passwd")
archive.writestr("inner.zip", "PK")
archive.writestr("a\\u2028member 9: 5 | ../x.csv", "a,b")
with archive.open("bomb.csv", "w") as file:
    for _ in range(15):
        file.write(bytes(1_000_000))
archive.writestr("ok.csv", ${CITIES})`);
  const { answer, outputs } = await lab.ask("Analyze it", { "t.zip": hostile });
  expect(answer).toContain("lead outside of the folder they would be unpacked into: 3");
  expect(answer).toContain("left alone, as links or devices: 1");
  expect(answer).toContain("archives themselves: 1");
  expect(answer).toContain("like bombs: 1");
  expect(answer).toContain("Unpacked: t-files/ok.csv.");
  expect(answer).toContain("**t-files/ok.csv**, in short");
  expect(JSON.stringify(outputs)).not.toContain("root:x");
  const there = await lab.take("t.zip", `import os; assert os.listdir("/mnt/data/t-files") == ["ok.csv"]`);
  expect(there.length).toBeGreaterThan(0);
});

it("a header that lies about a size does not fill the disk", async () => {
  const lying = await lab.take(
    "t.csv.gz",
    `import gzip
with gzip.open("/mnt/data/t.csv.gz", "wb") as file:
    for _ in range(30):
        file.write(b"1,2,3,4\\n" * 125_000)`,
  );
  const { answer } = await lab.ask("Analyze it", { "t.csv.gz": lying });
  expect(answer).toContain("**t.csv.gz** is a gzip archive with 1 file.");
  expect(answer).toContain("Nothing of it could be unpacked.");
});

it("a tar with links and devices gives its files only; a member can be asked for by its name", async () => {
  const tar = await lab.take(
    "t.tgz",
    `import io, tarfile
with tarfile.open("/mnt/data/t.tgz", "w:gz") as archive:
    def add(name, text, **fields):
        info = tarfile.TarInfo(name)
        info.size = len(text)
        for key, value in fields.items():
            setattr(info, key, value)
        archive.addfile(info, io.BytesIO(text.encode()))
    add("link.csv", "", type=tarfile.SYMTYPE, linkname="/etc/passwd")
    add("device", "", type=tarfile.CHRTYPE)
    add("../up.csv", "a,b")
    add("dir/notes.md", "# One\\n\\ntwo")
    add("dir/t.csv", ${CITIES})`,
  );
  const { answer, turns } = await lab.ask("Analyze it", { "t.tgz": tar });
  expect(answer).toContain("**t.tgz** is a tar archive with 5 files");
  expect(answer).toContain("left alone, as links or devices: 2");
  expect(answer).toContain("**t-files/dir/t.csv**, in short");
  const notes = await lab.ask("Look at notes.md", {}, { before: turns });
  expect(notes.answer).toContain("**t-files/dir/notes.md** has 3 lines");
});

describe("an archive", () => {
  it.each([
    ["with nothing in it", "", "There is nothing in it that I would unpack."],
    ["of folders only", 'archive.mkdir("a")', "There is nothing in it that I would unpack."],
  ])("%s", async (_, body, said) => {
    expect(
      (await lab.ask("Analyze it", { "t.zip": await zip(body === "" ? "pass" : body) })).answer,
    ).toContain(said);
  });

  it.each([
    ["is none", "hello", "is not a ZIP or tar archive: its first bytes are those of text"],
    ["is damaged", "PK\u0003\u0004 no", "begins like a ZIP archive, but could not be read"],
  ])("that %s is said to be so", async (_, bytes, said) => {
    expect((await lab.ask("Analyze it", { "t.zip": bytes })).answer).toContain(said);
  });
});
