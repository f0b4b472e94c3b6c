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

const [controlDir, fileBytes] = process.argv.slice(2);
if (controlDir === undefined) throw new Error("usage: child.mjs CONTROL_DIR FILE_BYTES");
selfTest(process, `${controlDir}/canary`);
const dir = `${dirname(fileURLToPath(import.meta.url))}/`;
const getRandomValues = crypto.getRandomValues.bind(crypto);
const runtime: Runtime = {
  dir,
  host: fs,
  load: (name) => import(pathToFileURL(dir + name).href),
  fillRandom: (view) => void getRandomValues(view),
};
const connection = serve(process, fs, `${controlDir}/control`);
const { pyodide, module } = await boot(runtime, {
  ...fromSnapshot(runtime),
  prepare: ({ FS }) =>
    mountData(fs, FS, {
      mountPoint: "/mnt/data",
      root: `${controlDir}/data/.`,
      fileBytes: Number(fileBytes),
    }),
  print: connection.print,
});
closeDoor(module);
startKernel(pyodide, connection);
