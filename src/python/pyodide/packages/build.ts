// Builds the embedded Python into dist/python: `node src/python/pyodide/packages/build.ts`. Quick when nothing changed.
import { createHash } from "node:crypto";
import { copyFile, mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { collectWheels } from "./collectWheels.ts";
import { withoutNode } from "./glue.ts";
import { type PackageSet, readPackageSet } from "./lock.ts";
import { makeImage } from "./makeImage.ts";

const WHEELS = ".cache/wheels";
const OUT = "dist/python";
const STAMP = join(OUT, "build.stamp");

const say = (line: string): void => void process.stdout.write(`${line}\n`);

/** Changes whenever a result could: the set of wheels, Pyodide itself, and this folder's own code. */
async function stampOf(set: PackageSet): Promise<string> {
  const hash = createHash("sha256").update(JSON.stringify([set.lock, set.wheels]));
  for (const name of (await readdir(import.meta.dirname)).sort()) {
    hash.update(await readFile(join(import.meta.dirname, name)));
  }
  return hash.update(await readFile(join(set.pyodideDir, "pyodide.asm.mjs"))).digest("hex");
}

async function copyRuntime({ pyodideDir }: PackageSet): Promise<void> {
  for (const name of ["pyodide.mjs", "pyodide.asm.wasm"])
    await copyFile(join(pyodideDir, name), join(OUT, name));
  const glue = await readFile(join(pyodideDir, "pyodide.asm.mjs"), "utf8");
  await writeFile(join(OUT, "pyodide.asm.mjs"), withoutNode(glue));
}

const set = await readPackageSet();
const stamp = await stampOf(set);
if ((await readFile(STAMP, "utf8").catch(() => "")) === stamp) {
  say("Embedded Python: up to date.");
} else {
  await mkdir(OUT, { recursive: true });
  await rm(STAMP, { force: true });
  say("Embedded Python 1/3: collecting packages");
  await collectWheels(set, WHEELS, say);
  say("Embedded Python 2/3: compiling them into one image");
  await makeImage(set, WHEELS, OUT);
  say("Embedded Python 3/3: copying the runtime");
  await copyRuntime(set);
  await writeFile(STAMP, stamp);
}
