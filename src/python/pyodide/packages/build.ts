// Builds the embedded Python into dist/python: `node src/python/pyodide/packages/build.ts`. Quick when nothing changed.
import { createHash } from "node:crypto";
import { copyFile, mkdir, readdir, readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { collectWheels } from "./collectWheels.ts";
import { adaptGlue, withoutLoading } from "./glue.ts";
import { type PackageSet, readPackageSet } from "./lock.ts";
import { makeImage } from "./makeImage.ts";
import { makeSnapshot } from "./makeSnapshot.ts";
import { writeManifest } from "./writeManifest.ts";

const WHEELS = ".cache/wheels";
const OUT = "dist/python";
const STAMPS = join(OUT, "stamps.json");
const HERE = import.meta.dirname;
const CHILD = join(HERE, "../child");
const KERNEL = join(HERE, "../../kernel");

const say = (line: string): void => void process.stdout.write(`${line}\n`);

interface Step {
  readonly name: string;
  /** Files and folders of our own that decide its result, besides what the steps before it made. */
  readonly inputs: readonly string[];
  readonly work: (set: PackageSet) => Promise<void>;
}

const STEPS: readonly Step[] = [
  {
    name: "collecting packages and compiling them into one image",
    inputs: ["collectWheels.ts", "lock.ts", "makeImage.ts", "makeImage.py"].map((name) => join(HERE, name)),
    work: async (set) => {
      await collectWheels(set, WHEELS, say);
      await makeImage(set, WHEELS, OUT);
    },
  },
  { name: "adapting the runtime", inputs: [join(HERE, "glue.ts")], work: copyRuntime },
  {
    name: "recording a snapshot with the packages imported",
    inputs: [join(HERE, "makeSnapshot.ts"), join(HERE, "record.ts"), join(HERE, "preload.py"), CHILD, KERNEL],
    work: () => makeSnapshot(OUT),
  },
  {
    name: "writing the manifest",
    inputs: [join(HERE, "writeManifest.ts"), join(HERE, "../manifest.ts")],
    work: () => writeManifest(OUT),
  },
];

/** Of a step: changes whenever its result could, which is also when a step before it changes. */
async function stampOf(before: string, { inputs }: Step): Promise<string> {
  const hash = createHash("sha256").update(before);
  for (const path of inputs) {
    const isFolder = (await stat(path)).isDirectory();
    const names = isFolder ? (await readdir(path)).sort().map((name) => join(path, name)) : [path];
    for (const name of names) hash.update(await readFile(name));
  }
  return hash.digest("hex");
}

async function copyRuntime({ pyodideDir }: PackageSet): Promise<void> {
  const wasm = "pyodide.asm.wasm";
  await copyFile(join(pyodideDir, wasm), join(OUT, wasm));
  const scripts = { "pyodide.asm.mjs": adaptGlue, "pyodide.mjs": withoutLoading };
  for (const [name, adapt] of Object.entries(scripts)) {
    await writeFile(join(OUT, name), adapt(await readFile(join(pyodideDir, name), "utf8")));
  }
}

const set = await readPackageSet();
await mkdir(OUT, { recursive: true });
const known: unknown = JSON.parse(await readFile(STAMPS, "utf8").catch(() => "[]"));
const done: string[] = [];
let stamp = createHash("sha256")
  .update(JSON.stringify([set.lock, set.wheels]))
  .update(await readFile(join(set.pyodideDir, "pyodide.asm.mjs")))
  .digest("hex");
for (const [index, step] of STEPS.entries()) {
  stamp = await stampOf(stamp, step);
  if (!Array.isArray(known) || known[index] !== stamp) {
    say(`Embedded Python ${index + 1}/${STEPS.length}: ${step.name}`);
    // What is half made must not count as made.
    await writeFile(STAMPS, JSON.stringify(done));
    await step.work(set);
  }
  done.push(stamp);
}
await writeFile(STAMPS, JSON.stringify(done));
say("Embedded Python: up to date.");
