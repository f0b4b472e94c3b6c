import { truncate } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, expect, it } from "vitest";
import { sessionsFor } from "../../src/python/limits.ts";
import { type Lab, openLab, printed } from "./embedded.ts";

const MB = 1024 * 1024;
const GB = 1024 * MB;
let lab: Lab | undefined;
afterEach(async () => lab?.close());

it("opens as many sessions at once as the machine's memory bears", () => {
  expect([1, 4, 8, 16, 24, 256].map((size) => sessionsFor(size * GB))).toEqual([2, 2, 2, 5, 8, 8]);
});

it("gives Python a MemoryError before its process has to be ended", async () => {
  lab = await openLab({ limits: { memoryBytes: 500 * MB } });
  const { end, outputs } = await lab.run("kept = 1\nfull = bytearray(400 * 1024 * 1024)");
  expect(end).toBe("error");
  expect(outputs).toMatchObject([{ kind: "error", name: "MemoryError" }]);
  expect(outputs[0]).toMatchObject({
    traceback: expect.stringContaining("To raise the limit, set the memory."),
  });
  expect(printed((await lab.run("print(kept)")).outputs)).toBe("1\n");
});

it("ends Python that takes more memory than it may, and says how to raise the limit", async () => {
  // Files in /tmp are memory that Python does not count.
  lab = await openLab({ limits: { memoryBytes: 450 * MB } });
  const code =
    "number = 0\nwhile True:\n    open(f'/tmp/{number}', 'wb').write(bytes(5_000_000))\n    number += 1";
  const { end, reason } = await lab.run(code, { timeoutMs: 60_000 });
  expect(end).toBe("lost");
  expect(reason).toBe(
    "The cell used more than 450 MB of memory; Python was ended. Variables are gone, files are kept. To raise the limit, set the memory.",
  );
});

it("lets no file grow too large, and says how to raise the limit", async () => {
  lab = await openLab({ limits: { fileBytes: 20 * MB } });
  const code =
    "with open('big.bin', 'wb') as file:\n    while True: file.write(bytes(1_000_000)); file.flush()";
  const { end, outputs } = await lab.run(code, { timeoutMs: 60_000 });
  expect(end).toBe("error");
  expect(outputs).toMatchObject([{ kind: "error", name: "OSError" }]);
  const sentence = "A file may have 20 MB here. To raise the limit, set the file size.";
  expect(outputs[0]).toMatchObject({ traceback: expect.stringContaining(sentence) });
});

it("ends a cell that sends too much", async () => {
  lab = await openLab({ limits: { outputBytes: 2 * MB } });
  const { end, reason } = await lab.run("while True: display('x' * 100_000)", { timeoutMs: 60_000 });
  expect(end).toBe("lost");
  expect(reason).toContain("produced more than 2 MB of output");
});

it("cuts what a cell prints at 1 MB, in order, with a note", async () => {
  lab = await openLab();
  const { end, outputs } = await lab.run("for number in range(200_000): print(number, 'x' * 50)");
  const text = printed(outputs);
  expect(end).toBe("ok");
  expect(text.length).toBeLessThan(1.1 * MB);
  expect(text).toMatch(/^0 x+\n1 x+\n2 x+\n/);
  expect(text).toContain("cut: a cell may print 1 MB");
});

it("reads a file of 1 GB in pieces at flat memory", async () => {
  lab = await openLab();
  await lab.run("open('large.csv', 'w').write('a,b\\n' + '1,2\\n' * 250_000)");
  // Holes cost no disk; to a reader they are bytes like others.
  await truncate(join(lab.dataDir, "large.csv"), 1024 * MB);
  const code = `
size = 0
with open('large.csv', 'rb') as file:
    while piece := file.read(1 << 20): size += len(piece)
print(size)`;
  const { outputs, end } = await lab.run(code);
  expect(end).toBe("ok");
  expect(printed(outputs)).toBe(`${1024 * MB}\n`);
});
