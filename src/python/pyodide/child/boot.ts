import fs from "node:fs";
import { join } from "node:path";
import type { loadPyodide, PyodideInterface } from "pyodide";
import { mountData } from "./dataFs.ts";
import type { EmscriptenFs } from "./emscripten.ts";
import { mountImage } from "./imageFs.ts";
import { freezeShared, removeGlobals } from "./lockdown.ts";
import type { Connection } from "./serve.ts";

interface Place {
  /** Folder of the runtime's files. */
  runtimeDir: string;
  /** Folder that becomes /mnt/data. */
  dataDir: string;
  load: (name: string) => Promise<unknown>;
  connection: Connection;
}

interface EmscriptenModule {
  FS: EmscriptenFs;
  API: { config: Record<string, unknown> };
}
interface Settings {
  preRun: ((module: EmscriptenModule) => void)[];
  fillRandom?: (view: Uint8Array<ArrayBuffer>) => void;
}
type CreateModule = (settings: Settings) => Promise<EmscriptenModule>;

const SITE_PACKAGES = "/lib/python3.14/site-packages";
// Powers that Pyodide keeps for later and that nobody needs once it runs.
const POWERS = ["createPyodideModule", "fsInit", "stdin", "stdout", "stderr"];

/** Starts a Pyodide that has never seen Node, closes the door behind it, and begins to serve cells. */
export async function boot({ runtimeDir, dataDir, load, connection }: Place): Promise<void> {
  const shims = new Map<string, Uint8Array>();
  for (const name of ["pyodide.asm.wasm", "python_stdlib.zip"])
    shims.set(name, fs.readFileSync(join(runtimeDir, name)));
  const kernelSource = fs.readFileSync(join(runtimeDir, "kernel.py"), "utf8");
  const index = JSON.parse(fs.readFileSync(join(runtimeDir, "site.json"), "utf8")) as [
    string,
    number,
    number,
  ][];
  const image = fs.openSync(join(runtimeDir, "site.img"), "r");
  const getRandomValues = crypto.getRandomValues.bind(crypto);

  removeGlobals();
  // Emscripten's "shell" environment reads files by these; they know two names and are removed below.
  const readbuffer = (path: string): ArrayBufferLike => {
    const bytes = shims.get(path.split("/").at(-1) ?? "");
    if (bytes === undefined) throw new Error(`no ${path}`);
    return bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength);
  };
  Object.assign(globalThis, { read: () => "", load: () => {}, readbuffer });

  const { loadPyodide: start } = (await load("pyodide.mjs")) as { loadPyodide: typeof loadPyodide };
  const { default: create } = (await load("pyodide.asm.mjs")) as { default: CreateModule };
  let module: EmscriptenModule | undefined;
  const options = {
    indexURL: "",
    stdLibURL: "python_stdlib.zip",
    jsglobals: Object.create(null) as object,
    stdin: () => null,
    stdout: connection.print,
    stderr: connection.print,
    env: {
      HOME: "/home/pyodide",
      MPLBACKEND: "module://interpreter_backend",
      MPLCONFIGDIR: "/tmp/matplotlib",
      PYTHONDONTWRITEBYTECODE: "1",
    },
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
    createPyodideModule: async (settings: Settings) => {
      settings.fillRandom = (view: Uint8Array<ArrayBuffer>) => void getRandomValues(view);
      settings.preRun.push(({ FS }) => {
        mountImage(fs, FS, SITE_PACKAGES, image, index);
        mountData(fs, FS, "/mnt/data", dataDir);
      });
      module = await create(settings);
      return module;
    },
  };
  const pyodide = await start(options as unknown as Parameters<typeof loadPyodide>[0]);
  for (const name of POWERS) delete module?.API.config[name];
  for (const name of ["read", "load", "readbuffer", "URL"]) Reflect.deleteProperty(globalThis, name);
  freezeShared();
  makeInterruptible(pyodide, connection);
  connection.start(pyodide.version, createKernel(pyodide, kernelSource, connection));
}

function makeInterruptible(pyodide: PyodideInterface, connection: Connection): void {
  // Python's loop asks index 0 now and then; 2 is SIGINT. No thread or shared memory is needed for that.
  const buffer = {
    get 0() {
      return connection.isInterrupted() ? 2 : 0;
    },
    set 0(_value: number) {},
  };
  pyodide.setInterruptBuffer(buffer as unknown as Uint8Array);
}

type Execute = (cellId: number, code: string) => unknown;

function createKernel(pyodide: PyodideInterface, source: string, connection: Connection): Execute {
  const globals = pyodide.globals as unknown as Map<string, string>;
  globals.set("kernel_source", source);
  // A copy of the builtins: a cell that redefines len() must not break what reports its error.
  const create = pyodide.runPython(`
import builtins, os
os.chdir("/mnt/data")
names = {"__builtins__": dict(vars(builtins)), "__name__": "kernel", "__file__": "<kernel>"}
exec(compile(kernel_source, "<kernel>", "exec"), names)
del kernel_source
names["create"]
`) as (send: (line: string) => void) => Execute;
  return create(connection.send);
}
