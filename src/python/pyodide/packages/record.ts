// `node record.ts RUNTIME_DIR OUT`: starts the embedded Python once, imports the big packages, and writes the state of
// its memory: `OUT.heap` (what is not zero) and `OUT.json`. A process of its own, as Node's globals are gone afterwards.
import fs from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { PyodideInterface } from "pyodide";
import { boot, type Runtime, SITE_PACKAGES } from "../child/boot.ts";
import type { EmscriptenModule } from "../child/emscripten.ts";
import { RecordedPlacement, type Snapshot } from "../child/snapshot.ts";

interface MakingModule extends EmscriptenModule {
  readonly HEAPU32: Uint32Array;
  readonly LDSO: { readonly loadedLibsByHandle: Record<number, { name: string }> };
  _malloc(bytes: number): number;
  _free(address: number): void;
  _emscripten_get_sbrk_ptr(): number;
}
interface Maker {
  _api: { makeSnapshot(serialize: (object: unknown) => unknown): Uint8Array };
  loadedPackages: Record<string, string>;
}

const [, , runtimeDir, out] = process.argv;
if (runtimeDir === undefined || out === undefined) throw new Error("usage: record.ts RUNTIME_DIR OUT");
const proc = process;
const PAGE = 4096;
const HEADER = 48;

// Fixed, so that the same inputs give the same snapshot; a session seeds its generators anew.
const RANDOM_BYTE = 7;
const preload = fs.readFileSync(join(import.meta.dirname, "preload.py"), "utf8");
const kernel = fs.readFileSync(join(import.meta.dirname, "../../kernel/kernel.py"), "utf8");

// So must be the clocks: modules remember when they were imported.
let ticks = Date.UTC(2026, 0, 1);
Date.now = () => ++ticks;
performance.now = () => ++ticks;

const runtime: Runtime = {
  dir: `${runtimeDir}/`,
  host: fs,
  load: (name) => import(pathToFileURL(join(runtimeDir, name)).href),
  fillRandom: (view) => void view.fill(RANDOM_BYTE),
};
const root = `${SITE_PACKAGES}/`;
let placement: RecordedPlacement | undefined;
const { pyodide, module } = await boot(runtime, {
  options: { _makeSnapshot: true },
  prepare: (fresh) => (fresh.placement = placement = new RecordedPlacement(fresh, root)),
  print: () => {},
});
pyodide.runPython(preload, { globals: pyodide.toPy({ SITE: SITE_PACKAGES, KERNEL: kernel }) });
write(pyodide, module as MakingModule, placement!);
proc.exit(0);

function write(python: PyodideInterface, making: MakingModule, { libraries }: RecordedPlacement): void {
  zeroFreeMemory(making);
  const maker = python as unknown as Maker;
  // Packages that Pyodide believes loaded would be looked for at the restore.
  for (const name of Object.keys(maker.loadedPackages)) delete maker.loadedPackages[name];
  const bytes = maker._api.makeSnapshot(() => ({}));
  const [, heapStart = 0, configLength = 0] = new Uint32Array(bytes.buffer, 0, 3);
  const config: unknown = JSON.parse(new TextDecoder().decode(bytes.subarray(HEADER, HEADER + configLength)));
  const heap = bytes.subarray(heapStart);
  const { runs, parts } = sparse(heap);
  const handles = Object.entries(making.LDSO.loadedLibsByHandle)
    .filter(([handle]) => Number(handle) !== 0)
    .map(([handle, { name }]) => [Number(handle), name.slice(root.length)] as const);
  const snapshot: Snapshot = {
    libraries,
    handles,
    tableLength: making.wasmTable.length,
    free: [...making.freeTableIndexes],
    heapLength: heap.length,
    runs,
    config,
  };
  const file = fs.openSync(`${out}.heap`, "w");
  for (const part of parts) fs.writeSync(file, part);
  fs.closeSync(file);
  fs.writeFileSync(`${out}.json`, JSON.stringify(snapshot));
}

/** Takes all free memory of the heap, block by block, clears it and gives it back: garbage would be kept otherwise. */
function zeroFreeMemory(making: MakingModule): void {
  const end = (): number => making.HEAPU32[making._emscripten_get_sbrk_ptr() >>> 2] ?? 0;
  const taken: number[] = [];
  for (let bytes = 1 << 20; bytes >= 128; bytes >>= 1) {
    for (;;) {
      const before = end();
      const address = making._malloc(bytes);
      taken.push(address);
      // The heap has grown: nothing of this size was free.
      if (end() !== before) break;
      making.HEAPU8.fill(0, address, address + bytes);
    }
  }
  for (const address of taken) making._free(address);
}

/** The pages that are not zero, neighbours joined. */
function sparse(heap: Uint8Array): { runs: [number, number][]; parts: Uint8Array[] } {
  const runs: [number, number][] = [];
  const isZero = (at: number): boolean => heap.subarray(at, at + PAGE).every((byte) => byte === 0);
  for (let at = 0; at < heap.length; at += PAGE) {
    if (isZero(at)) continue;
    const last = runs.at(-1);
    if (last !== undefined && last[0] + last[1] === at) last[1] += PAGE;
    else runs.push([at, PAGE]);
  }
  return { runs, parts: runs.map(([at, length]) => heap.subarray(at, at + length)) };
}
