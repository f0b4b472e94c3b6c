// The child process: a Python that can compute, read and write one folder, and talk over its pipes; nothing else.
import fs from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { boot } from "./boot.ts";
import { selfTest } from "./selfTest.ts";
import { serve } from "./serve.ts";

const [dataDir, controlFile, canary] = process.argv.slice(2);
if (dataDir === undefined || controlFile === undefined || canary === undefined) {
  throw new Error("usage: child.mjs DATA_DIR CONTROL_FILE CANARY");
}
selfTest(process, canary);
const runtimeDir = dirname(fileURLToPath(import.meta.url));
// Imported before anything is taken away: modules loaded later would find no Node to load them.
const load = (name: string): Promise<unknown> => import(pathToFileURL(join(runtimeDir, name)).href);
const proc = process;
const connection = serve(proc, fs, controlFile);
await boot({ runtimeDir, dataDir, load, connection });
