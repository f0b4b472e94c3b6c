import { readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { runInNewContext } from "node:vm";
import { expect, it } from "vitest";
import { embedded } from "../python/embedded.ts";
import { openHardened } from "./arena.ts";
import type { Without } from "./variant.ts";

// All there is, with room for the next Pyodide.
const LIMIT = 100_000;
const SCRIPTS = ["pyodide.asm.mjs", "pyodide.mjs", "child.mjs"];

// What has been looked at: ours and Pyodide's, bound, whose source cannot be seen; and Node's text decoder, which can
// do nothing but decode.
const KNOWN = [
  ...["loadPackage", "loadDynlib", "install", "flushBuffers", "silent", "stdin", "print"].map(
    (name) => `bound ${name}`,
  ),
  "LiteralMap",
  ...["TextDecoder", "decode", "get encoding", "get fatal", "get ignoreBOM", "[nodejs.util.inspect.custom]"],
];

interface Report {
  readonly objects: number;
  /** Nothing was left to look at. */
  readonly finished: boolean;
  readonly functions: readonly (readonly [name: string, source: string, path: string])[];
}

/** Crawls from inside of a cell. */
async function crawl(limit: number, without?: Without, roots: readonly string[] = []): Promise<Report> {
  const hardened = await openHardened(without === undefined ? {} : { without });
  const code = await readFile(join(import.meta.dirname, "crawl.py"), "utf8");
  const { end, outputs, reason } = await hardened.cell(
    `LIMIT = ${limit}\nEXTRA = ${JSON.stringify(roots)}\n${code}`,
    { timeoutMs: 60_000 },
  );
  expect({ end, reason, outputs }).toMatchObject({ end: "ok", outputs: [] });
  const report = JSON.parse(await readFile(join(hardened.dataDir, "crawl.json"), "utf8")) as Report;
  await hardened.close();
  return report;
}

/** Names of all functions of the language itself, as an engine without Node around it has them. */
function languageNames(): Set<string> {
  const names = new Set<string>();
  const seen = new Set<unknown>();
  const queue: unknown[] = [
    runInNewContext(
      `[globalThis, WebAssembly, async () => {}, function* () {}, async function* () {}, [][Symbol.iterator](),
        new Map().entries(), new Set().entries(), "".matchAll(/x/g), "x"[Symbol.iterator]()]`,
    ),
  ];
  while (queue.length > 0) {
    const thing = queue.pop();
    if ((typeof thing !== "object" && typeof thing !== "function") || thing === null || seen.has(thing))
      continue;
    seen.add(thing);
    if (typeof thing === "function") names.add(thing.name);
    queue.push(Object.getPrototypeOf(thing));
    for (const key of Reflect.ownKeys(thing)) {
      queue.push(...Object.values(Object.getOwnPropertyDescriptor(thing, key) ?? {}));
    }
  }
  return names;
}

/** Names of functions that are neither Pyodide's, nor ours, nor the language's: Node's, then. */
async function foreign({ functions }: Report): Promise<string[]> {
  const read = SCRIPTS.map((name) => readFile(resolve(embedded.runtimeDir, name), "utf8"));
  const scripts = (await Promise.all(read)).join("\n");
  const language = languageNames();
  const found = functions
    .filter(([name, source]) =>
      source.includes("[native code]")
        ? // A number: a function of WebAssembly, which can do what it imports.
          !/^\d+$/.test(name) && !language.has(name)
        : !scripts.includes(source),
    )
    .map(([name]) => name);
  return [...new Set(found)].sort();
}

it("a cell reaches no function of Node's, wherever it looks", async () => {
  const report = await crawl(LIMIT);
  expect(report).toMatchObject({ finished: true });
  expect(report.objects).toBeGreaterThan(10_000);
  expect(await foreign(report)).toEqual([...KNOWN].sort());
});

it("the crawl finds Node where it is in reach (the control)", async () => {
  const found = await foreign(await crawl(300, { walls: true }, ["js.process", "js.require('fs')"]));
  expect(found).toEqual(expect.arrayContaining(["readFileSync", "kill"]));
});
