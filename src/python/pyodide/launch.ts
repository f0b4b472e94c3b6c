import { realpath } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { SessionLimits } from "../limits.ts";
import { bubblewrapArgs, findBubblewrap } from "./bubblewrap.ts";

/** Where the runtime is, what runs it, and what it may use. */
export interface RuntimeOptions {
  /** Absolute folder of child.mjs, Pyodide and its packages. */
  readonly runtimeDir: string;
  /** A Node of version 22.15 or later; in VS Code, its own executable. */
  readonly nodePath: string;
  /** Asked at each start, as a person may change them. */
  readonly limits: () => SessionLimits;
  /** False: without bubblewrap even where it works; for tests of the layers below it. */
  readonly bubblewrap?: boolean;
}

/** The folder by which parent and child know each other: control file, canary, and the link to the data. */
export interface ControlDir {
  readonly path: string;
  readonly control: string;
  readonly canary: string;
  /** A link that is made when the process is given to somebody. */
  readonly data: string;
}

/** A command that runs the child confined, and the layers that confine it, for people. */
export interface Launch {
  readonly command: string;
  readonly args: readonly string[];
  readonly layers: readonly string[];
  /** The process id that counts is written to file descriptor 3. */
  readonly tellsPid: boolean;
}

const PAGE_BYTES = 64 * 1024;
// What Node itself needs besides Python's memory: Python then meets a MemoryError before its process is ended.
const OVERHEAD_BYTES = 220 * 1024 * 1024;
const MAX_PAGES = 65_536;

/** How to start the child: Node with its permission model, in bubblewrap where that works. `reach`: see PythonRuntime. */
export async function planLaunch(
  { runtimeDir, nodePath, limits, bubblewrap = true }: RuntimeOptions,
  control: ControlDir,
  reach: string,
): Promise<Launch> {
  const layers = ["own process", "Node permission model", "no Node in reach of Python"];
  const limit = limits();
  const child = [join(runtimeDir, "child.mjs"), control.path, String(limit.fileBytes)];
  const args = [...nodeFlags(runtimeDir, control, limit), ...child];
  const wrapper = bubblewrap ? await findBubblewrap() : null;
  if (wrapper === null) return { command: nodePath, args, layers, tellsPid: false };
  const node = await realpath(nodePath);
  const visible = { readable: [dirname(node), runtimeDir, control.path], writable: [reach] };
  const wrapped = [...bubblewrapArgs(visible), node, ...args];
  return { command: wrapper, args: wrapped, layers: [...layers, "bubblewrap"], tellsPid: true };
}

function nodeFlags(runtimeDir: string, { control, data }: ControlDir, limits: SessionLimits): string[] {
  const pages = Math.floor((limits.memoryBytes - OVERHEAD_BYTES) / PAGE_BYTES);
  return [
    "--permission",
    `--allow-fs-read=${runtimeDir}`,
    `--allow-fs-read=${control}`,
    `--allow-fs-read=${data}`,
    // The pattern as well: what is not there yet, as the link, counts as a file.
    `--allow-fs-read=${data}/*`,
    `--allow-fs-write=${data}/*`,
    "--disallow-code-generation-from-strings",
    "--disable-proto=throw",
    "--no-experimental-sqlite",
    "--no-addons",
    "--disable-sigusr1",
    "--no-warnings",
    "--wasm-lazy-validation",
    "--max-old-space-size=256",
    `--wasm-max-mem-pages=${Math.min(pages, MAX_PAGES)}`,
  ];
}
