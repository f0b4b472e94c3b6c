// The child process: a Python that can compute, read and write one folder, and talk over its pipes; nothing else.
import fs from "node:fs";
import { dirname } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { boot, type Runtime } from "./boot.ts";
import { mountData } from "./dataFs.ts";
import { startKernel } from "./kernel.ts";
import { closeDoor } from "./lockdown.ts";
import { fromSnapshot } from "./restore.ts";
import { selfTest } from "./selfTest.ts";
import { serve } from "./serve.ts";

const [controlDir] = process.argv.slice(2);
if (controlDir === undefined) throw new Error("usage: child.mjs CONTROL_DIR");
selfTest(process, `${controlDir}/canary`);
const dir = `${dirname(fileURLToPath(import.meta.url))}/`;
const runtime: Runtime = {
  dir,
  host: fs,
  load: (name) => import(pathToFileURL(dir + name).href),
  fillRandom: crypto.getRandomValues.bind(crypto),
};
const connection = serve(process, fs, `${controlDir}/control`);
const { pyodide, module } = await boot(runtime, {
  ...fromSnapshot(runtime),
  prepare: ({ FS }) => mountData(fs, FS, "/mnt/data", `${controlDir}/data/.`),
  print: connection.print,
});
closeDoor(module);
startKernel(pyodide, connection);
