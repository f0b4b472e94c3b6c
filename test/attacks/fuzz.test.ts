import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { systemClock } from "../../src/base/clock.ts";
import { DEFAULT_SESSION_LIMITS } from "../../src/python/limits.ts";
import type { ChildProcess } from "../../src/python/pyodide/childProcess.ts";
import { parseChildMessage } from "../../src/python/pyodide/childMessage.ts";
import { PyodideSession } from "../../src/python/pyodide/pyodideSession.ts";
import { readLines } from "../../src/python/pyodide/readLines.ts";
import type { CellOutput } from "../../src/python/session.ts";
import { embedded } from "../python/embedded.ts";
import { mutate, randomFrom } from "./mutate.ts";

const MB = 1024 * 1024;
const CELLS = 200;
const LINES_A_CELL = 500;

setFlagsFromString("--expose-gc");
const collect = runInNewContext("gc") as () => void;

/** A session whose child is this test: what it writes goes through the parent's own reading of lines. */
function fakeSession(dataDir: string): {
  session: PyodideSession;
  pipe: PassThrough;
  sent: { id: number }[];
  killed: () => boolean;
} {
  const pipe = new PassThrough();
  const sent: { id: number }[] = [];
  let killed = false;
  const child = {
    alive: true,
    layers: [],
    gone: new Promise<void>(() => {}),
    pid: Promise.resolve(undefined),
    send: (line: string) => void sent.push(JSON.parse(line) as { id: number }),
    kill: () => void (killed = true),
    interrupt: async () => {},
  };
  const options = { limits: DEFAULT_SESSION_LIMITS, howToRaise: embedded.howToRaise, clock: systemClock };
  const session = new PyodideSession(child as unknown as ChildProcess, dataDir, options);
  readLines(pipe, MB, (line) => session.receive(line), child.kill);
  return { session, pipe, sent, killed: () => killed };
}

/** Whether it is what the rest of the program relies on; written by hand, apart from the schema. */
function isOutput(output: CellOutput): boolean {
  switch (output.kind) {
    case "stream":
      return ["stdout", "stderr"].includes(output.name) && typeof output.text === "string";
    case "display":
      return typeof output.alt === "string" && isPlain(output.data);
    case "error":
      return [output.name, output.message, output.traceback].every((text) => typeof text === "string");
  }
}

/** Only JSON in it, and nothing inherited that was not there before. */
function isPlain(value: unknown): boolean {
  if (typeof value !== "object" || value === null) {
    return value === null || ["string", "number", "boolean"].includes(typeof value);
  }
  const prototype: unknown = Object.getPrototypeOf(value);
  const isOrdinary = Array.isArray(value) || prototype === Object.prototype || prototype === null;
  return isOrdinary && !Object.hasOwn(value, "__proto__") && Object.values(value).every(isPlain);
}

async function write(pipe: PassThrough, bytes: Uint8Array | string): Promise<void> {
  if (!pipe.write(bytes)) await once(pipe, "drain");
}

describe("Hostile messages to the parent", () => {
  let dataDir: string;
  beforeAll(async () => (dataDir = await mkdtemp(join(tmpdir(), "fuzz-"))));
  afterAll(() => rm(dataDir, { recursive: true }));

  it("100,000 mutated ones: nothing throws, nothing malformed gets in, no cell ends twice, no memory is kept", async () => {
    const random = randomFrom(20_261_119);
    const { session, pipe, sent, killed } = fakeSession(dataDir);
    let outputs = 0;
    let ended = 0;
    const oneCell = async (): Promise<void> => {
      const bad: CellOutput[] = [];
      const running = session.execute("", {
        onOutput: (output) => {
          outputs++;
          if (!isOutput(output)) bad.push(output);
        },
      });
      const before = sent.length;
      await expect.poll(() => sent.length, { interval: 1 }).toBe(before + 1);
      const { id } = sent.at(-1)!;
      for (let line = 0; line < LINES_A_CELL; line++) await write(pipe, mutate(random, id));
      await write(pipe, `\n{"type":"done","id":${id},"end":"ok"}\n`);
      expect(["ok", "error", "stopped"]).toContain((await running).end);
      ended++;
      const heard = outputs;
      await write(pipe, '{"type":"stream","name":"stdout","text":"too late"}\n');
      await new Promise(setImmediate);
      expect(outputs).toBe(heard);
      expect(bad).toEqual([]);
    };
    await oneCell();
    collect();
    const before = process.memoryUsage();
    for (let cell = 1; cell < CELLS; cell++) await oneCell();
    collect();
    const after = process.memoryUsage();
    expect(ended).toBe(CELLS);
    expect(killed()).toBe(false);
    // Mutation leaves many messages whole: the test must not pass because nothing gets through.
    expect(outputs).toBeGreaterThan(CELLS * LINES_A_CELL * 0.05);
    expect(after.heapUsed + after.external - before.heapUsed - before.external).toBeLessThan(50 * MB);
    expect(Object.keys(Object.prototype)).toEqual([]);
  });

  const display = (content: string): string => `{"type":"display","alt":"","data":{"a":${content}}}`;
  it.each([
    ["30 million brackets", display("[".repeat(15e6) + "]".repeat(15e6))],
    ["brackets as deep as a stack", display("[".repeat(5000) + "]".repeat(5000))],
    ["10 million empty lists", display(`[${"[],".repeat(10e6)}[]]`)],
    ["400,000 names", display(`{${Array.from({ length: 4e5 }, (_, n) => `"${n}":0`).join()}}`)],
    ["a text without an end", `{"type":"stream","text":"${'\\"'.repeat(10e6)}`],
    ["a number of 10 million digits", "1".repeat(10e6)],
  ])("%s in one line are refused before they become objects", (_name, line) => {
    collect();
    const before = process.memoryUsage().heapUsed;
    expect(parseChildMessage(line)).toBeNull();
    expect(process.memoryUsage().heapUsed - before).toBeLessThan(100 * MB);
  });

  it("a table of 200 rows and 1000 columns, and a picture of 10 MB full of quotes, are not", () => {
    const rows = JSON.stringify(Array.from({ length: 200 }, () => Array.from({ length: 1000 }, () => 1.5)));
    expect(parseChildMessage(display(rows))).toMatchObject({ type: "display" });
    const text = JSON.stringify('",[{\\'.repeat(2e6));
    expect(parseChildMessage(display(text))).toMatchObject({ type: "display" });
  });

  it("bytes that never become a line end the child, however they are cut", async () => {
    const { pipe, killed } = fakeSession(dataDir);
    collect();
    const before = process.memoryUsage().heapUsed;
    for (let sentBytes = 0; sentBytes < 900_000; sentBytes++) await write(pipe, "ab".charAt(sentBytes % 2));
    expect(process.memoryUsage().heapUsed - before).toBeLessThan(100 * MB);
    await write(pipe, "x".repeat(200_000));
    await new Promise(setImmediate);
    expect(killed()).toBe(true);
  });

  it("a flood of lines that mean nothing ends the child", async () => {
    const { session, pipe, sent, killed } = fakeSession(dataDir);
    const outputs: CellOutput[] = [];
    const running = session.execute("", { onOutput: (output) => outputs.push(output) });
    await expect.poll(() => sent.length, { interval: 1 }).toBe(1);
    for (let times = 0; times < 5000; times++) await write(pipe, "{\n");
    await new Promise(setImmediate);
    expect(killed()).toBe(true);
    expect(outputs).toEqual([]);
    // Lost, but this child never goes: the promise stays open, as nobody may look at its folder yet.
    void running;
  });
});
