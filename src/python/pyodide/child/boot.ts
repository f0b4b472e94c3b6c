import type fs from "node:fs";
import type { loadPyodide, PyodideInterface } from "pyodide";
import type { EmscriptenModule } from "./emscripten.ts";
import { type ImageIndex, mountImage } from "./imageFs.ts";
import { removeGlobals } from "./lockdown.ts";

/** Where the runtime is, and how to get at it; taken from Node before its globals are gone. */
export interface Runtime {
  /** Folder of the runtime's files, with a slash at its end. */
  readonly dir: string;
  readonly host: typeof fs;
  /** Imports a module of that folder. */
  readonly load: (name: string) => Promise<unknown>;
  readonly fillRandom: (view: Uint8Array<ArrayBuffer>) => void;
}

/** What a start does besides starting. */
export interface Start {
  /** Pyodide's own options for it. */
  readonly options: object;
  /** Of memory in bytes, if it is known. */
  readonly initialMemory?: number;
  /** Before anything of Python runs. */
  readonly prepare: (module: EmscriptenModule) => void;
  /** When WebAssembly is there, and Python's state is not yet. */
  readonly created?: (module: EmscriptenModule, readImage: (path: string) => Uint8Array) => void;
  /** Text from below Python, e.g. of a C library. */
  readonly print: (text: string) => void;
}

interface Settings {
  preRun: ((module: EmscriptenModule) => void)[];
  fillRandom?: (view: Uint8Array<ArrayBuffer>) => void;
  INITIAL_MEMORY?: number;
}
type CreateModule = (settings: Settings) => Promise<EmscriptenModule>;

export const SITE_PACKAGES = "/lib/python3.14/site-packages";

/** Starts a Pyodide that never sees Node. Takes Node's globals away for good. */
export async function boot(
  runtime: Runtime,
  start: Start,
): Promise<{ pyodide: PyodideInterface; module: EmscriptenModule }> {
  const { dir, host, load } = runtime;
  const index = JSON.parse(host.readFileSync(`${dir}site.json`, "utf8")) as ImageIndex;
  const image = host.openSync(`${dir}site.img`, "r");
  removeGlobals();
  giveFiles(runtime);
  const { loadPyodide: startPyodide } = (await load("pyodide.mjs")) as { loadPyodide: typeof loadPyodide };
  const { default: create } = (await load("pyodide.asm.mjs")) as { default: CreateModule };
  let module: EmscriptenModule | undefined;
  const createPyodideModule = async (settings: Settings): Promise<EmscriptenModule> => {
    settings.fillRandom = runtime.fillRandom;
    if (start.initialMemory !== undefined) settings.INITIAL_MEMORY = start.initialMemory;
    let readImage: ((path: string) => Uint8Array) | undefined;
    settings.preRun.push((fresh) => {
      readImage = mountImage(host, fresh.FS, SITE_PACKAGES, image, index);
      start.prepare(fresh);
    });
    module = await create(settings);
    start.created?.(module, readImage!);
    return module;
  };
  const options = { ...commonOptions(start.print), ...start.options, createPyodideModule };
  // Options that Pyodide has for its own makers are not in its types.
  const pyodide = await startPyodide(options as unknown as Parameters<typeof loadPyodide>[0]);
  return { pyodide, module: module! };
}

// Emscripten's "shell" reads files by these globals; they know two names, and the child removes them after the start.
function giveFiles({ dir, host }: Runtime): void {
  const known = new Set(["pyodide.asm.wasm", "python_stdlib.zip"]);
  const readbuffer = (path: string): ArrayBufferLike => {
    const name = path.split("/").at(-1) ?? "";
    if (!known.has(name)) throw new Error(`no ${path}`);
    const { buffer, byteOffset, byteLength } = host.readFileSync(dir + name);
    // As a rule a file has its buffer for itself, and nothing needs to be copied.
    return byteLength === buffer.byteLength ? buffer : buffer.slice(byteOffset, byteOffset + byteLength);
  };
  Object.assign(globalThis, { read: () => "", load: () => {}, readbuffer });
}

function commonOptions(print: (text: string) => void): object {
  return {
    indexURL: "",
    stdLibURL: "python_stdlib.zip",
    jsglobals: Object.create(null) as object,
    stdin: () => null,
    stdout: print,
    stderr: print,
    env: {
      HOME: "/home/pyodide",
      MPLBACKEND: "module://interpreter_backend",
      MPLCONFIGDIR: "/tmp/matplotlib",
      PYTHONDONTWRITEBYTECODE: "1",
    },
    // Nothing is ever fetched or installed.
    lockFileContents: {
      info: {
        abi_version: "2026_0",
        arch: "wasm32",
        platform: "emscripten_5_0_3",
        version: "0",
        python: "3.14.2",
      },
      packages: {},
    },
    packageBaseUrl: "file:///nonexistent/",
  };
}
