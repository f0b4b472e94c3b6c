import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { TABLE_MIME } from "../../../src/domain/tableMime.ts";
import { notebookOf } from "../../../src/outputs/export/notebook.ts";
import { readPictures } from "../../../src/outputs/export/pictures.ts";
import { cellsOf } from "../../../src/outputs/export/summary.ts";
import { randomLog, randomOf } from "../../panel/randomLog.ts";
import { question, transcriptOf } from "../../thread/events.ts";
import { codeOf, readNotebook } from "./nbformat.ts";
import { realThread } from "./realThread.ts";
import { everything, FAILED_CODE, GOOD_CODE, PICTURES, PIXEL } from "./samples.ts";

const notebook = readNotebook(notebookOf(everything, PICTURES));
const cellWith = (part: string) => notebook.cells.find(({ source }) => source.join("").includes(part));

it("is valid by the official schema, and holds every code that ran, byte for byte", () => {
  expect(codeOf(notebook)).toEqual([FAILED_CODE, GOOD_CODE, "while True: pass", "x = 'a' * 10**12"]);
});

it("counts the cells that ran, and marks those that failed, were stopped, or were never run", () => {
  const code = notebook.cells.filter(({ cell_type: type }) => type === "code");
  expect(code.map(({ execution_count: count, metadata }) => [count, metadata.tags])).toEqual([
    [null, ["setup"]],
    [1, ["failed-try", "raises-exception"]],
    [2, undefined],
    [3, ["stopped"]],
    [4, ["session-lost"]],
    [null, ["not-run"]],
  ]);
});

it("begins with where files are expected, and names the files of each question", () => {
  expect(notebook.cells[0]?.source.join("")).toMatch(
    /^# Analyze penguins\.csv\.\n\n.*\/mnt\/data.*`penguins\.csv`/,
  );
  expect(notebook.cells[1]?.source.join("")).toContain('os.chdir("/mnt/data")');
  expect(cellWith("## Analyze penguins.csv.")?.source.join("")).toContain("Attached: penguins.csv (1 B)");
});

it("keeps what cells produced in order: streams, errors, tables, pictures, bundles", () => {
  const outputs = cellWith("종")?.outputs ?? [];
  expect(outputs.map(({ output_type: type, name }) => name ?? type)).toEqual([
    ...["stdout", "stderr", "display_data", "display_data", "display_data"],
    ...["display_data", "display_data", "display_data"],
  ]);
  expect(outputs[0]).toMatchObject({ text: ["10 %\r\u001b[31m20 %\u001b[0m\n"] });
  expect(outputs[2]?.["data"]).toMatchObject({
    "text/plain": ["a frame"],
    "text/html": expect.arrayContaining([expect.stringContaining("<td>&lt;b&gt;</td>")]),
    [TABLE_MIME]: {
      schema: {
        fields: [
          { name: "species", type: "string" },
          { name: "mass | g", type: "number" },
          { name: "species.1", type: "string" },
        ],
      },
      data: [{ species: "Adélie`", "mass | g": 3700.5, "species.1": "<b>" }, { species: "젠투" }],
    },
  });
  expect(outputs[3]?.["data"]).toMatchObject({
    "application/json": { a: [1, null] },
    "text/x-odd": ['["not","a","text"]'],
  });
  expect(outputs[5]).toMatchObject({
    data: { "image/png": PIXEL.toString("base64"), "text/plain": "Mass by species" },
    metadata: { "image/png": { alt: "Mass by species" } },
  });
  expect(outputs[7]?.["data"]).toEqual({ "text/plain": "The picture gone.png could not be read." });
  expect(cellWith("spcies")?.outputs?.[1]).toMatchObject({
    ename: "KeyError",
    traceback: ["Traceback (most recent call last):", "  …", "KeyError: 'spcies'"],
  });
});

it("reads the pictures that can be read, each once", async () => {
  const asked: string[] = [];
  const pictures = await readPictures(everything, (id) => {
    asked.push(id);
    return id === "file-3" ? Promise.reject(new Error("gone")) : Promise.resolve(PIXEL);
  });
  expect(asked).toEqual(["file-1", "file-2", "file-3"]);
  expect([...pictures.keys()]).toEqual(["file-1", "file-2"]);
});

it("says how a run ended that did not end well, and leaves no link into the sandbox", () => {
  expect(notebook.cells.at(-1)?.source.join("")).toContain("The run failed: The model was \\<gone>.");
  expect(JSON.stringify(notebook)).not.toContain("sandbox:");
});

it("has no cell about files when the code uses none", () => {
  const cells = readNotebook(notebookOf(transcriptOf(question("Hello")), new Map())).cells;
  expect(cells.map(({ source }) => source.join(""))).toEqual([
    "# Hello",
    "## Hello",
    "> The run still worked when this was written.",
  ]);
});

it("is valid whatever happened in a thread", () => {
  for (let seed = 1; seed <= 30; seed++) {
    const transcript = transcriptOf(...randomLog(randomOf(seed), 60));
    const ran = cellsOf(transcript).map(({ code }) => code);
    expect(codeOf(readNotebook(notebookOf(transcript, new Map())))).toEqual(
      ran.filter((code) => code !== ""),
    );
  }
});

it("holds a real analysis: the code that ran, tables and pictures", async () => {
  const { transcript, content } = await realThread([
    {
      text: "Analyze penguins.csv.",
      files: { "penguins.csv": readFileSync("samples/penguins.csv", "utf8") },
    },
  ]);
  const real = readNotebook(notebookOf(transcript, await readPictures(transcript, content)));
  expect(codeOf(real)).toEqual(cellsOf(transcript).map(({ code }) => code));
  const data = real.cells.flatMap(({ outputs = [] }) => outputs.map(({ data: bundle = {} }) => bundle));
  const pngs = data.flatMap((bundle) => ("image/png" in bundle ? [String(bundle["image/png"])] : []));
  expect(pngs.length).toBeGreaterThan(0);
  for (const png of pngs) expect(Buffer.from(png, "base64").subarray(1, 4).toString()).toBe("PNG");
  expect(data.some((bundle) => TABLE_MIME in bundle)).toBe(true);
});
