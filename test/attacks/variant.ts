import { createHash } from "node:crypto";
import { chmod, copyFile, link, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { build } from "esbuild";
import { embedded } from "../python/embedded.ts";

type Edit = readonly [module: string, from: string, to: string];

/** Layers of the sandbox to be taken away. */
export interface Without {
  readonly bubblewrap?: true;
  /** Node's permission model and its other flags; and the self-test, which would miss them. */
  readonly flags?: true;
  /** Freezing and taking away after the start. */
  readonly lockdown?: true;
  /** Python gets `js.process`, `js.require` and `js.fetch`: as if it had found its way to all of Node. */
  readonly walls?: true;
  /** The import() in the glue is a real one again. */
  readonly glue?: true;
  /** Changes to modules of the child. */
  readonly edits?: readonly Edit[];
}

export interface Variant {
  readonly runtimeDir: string;
  readonly nodePath: string;
  readonly bubblewrap: boolean;
  remove(): Promise<void>;
}

const CHILD = resolve("src/python/pyodide/child");
const FLAGS =
  "--permission|--allow-fs-*|--disallow-code-*|--disable-proto*|--no-experimental-sqlite|--no-addons|--disable-sigusr1";

const LOCKDOWN: readonly Edit[] = [["main.ts", "closeDoor(module);", "void closeDoor;"]];
const SELF_TEST: readonly Edit[] = [["main.ts", "selfTest(process,", "void selfTest; void ("]];
const WALLS: readonly Edit[] = [
  [
    "lockdown.ts",
    "// What Pyodide's glue",
    `import { createRequire } from "node:module";
     const kept = { process, fetch, require: createRequire(import.meta.url) };
     // What Pyodide's glue`,
  ],
  [
    "lockdown.ts",
    "for (const name of POWERS) delete",
    "Object.assign(config['jsglobals'] as object, kept); for (const name of POWERS) delete",
  ],
];

/** A copy of the built runtime with layers taken away; the product has no switches for that. */
export async function makeVariant(without: Without): Promise<Variant> {
  const dir = await mkdtemp(join(tmpdir(), "variant-"));
  const built = embedded.runtimeDir;
  const own = new Set(["child.mjs", "child.mjs.map", "pyodide.asm.mjs"]);
  for (const name of await readdir(built)) {
    if (!own.has(name) || (name === "pyodide.asm.mjs" && without.glue !== true))
      await share(join(built, name), join(dir, name));
  }
  if (without.glue === true) await restoreImport(built, dir);
  await bundle(join(dir, "child.mjs"), [
    ...(without.lockdown === true ? LOCKDOWN : []),
    ...(without.walls === true ? WALLS : []),
    ...(without.flags === true ? SELF_TEST : []),
    ...(without.edits ?? []),
  ]);
  return {
    runtimeDir: dir,
    nodePath: without.flags === true ? await nodeWithoutFlags(dir) : embedded.nodePath,
    bubblewrap: without.bubblewrap !== true,
    remove: () => rm(dir, { recursive: true }),
  };
}

async function share(from: string, to: string): Promise<void> {
  await link(from, to).catch(() => copyFile(from, to));
}

async function bundle(outfile: string, edits: readonly Edit[]): Promise<void> {
  await build({
    entryPoints: [join(CHILD, "main.ts")],
    outfile,
    bundle: true,
    platform: "node",
    target: "node22",
    format: "esm",
    logLevel: "warning",
    plugins: [
      {
        name: "without layers",
        setup: (bundler) =>
          bundler.onLoad({ filter: /child\/\w+\.ts$/ }, async ({ path }) => {
            let contents = await readFile(path, "utf8");
            for (const [module, from, to] of edits) {
              if (path.endsWith(`/${module}`)) contents = replaceOnce(contents, from, to);
            }
            return { contents, loader: "ts" };
          }),
      },
    ],
  });
}

async function restoreImport(built: string, dir: string): Promise<void> {
  const name = "pyodide.asm.mjs";
  const glue = await readFile(join(built, name), "utf8");
  const text = glue.replaceAll("refuseImport(", "import(");
  await writeFile(join(dir, name), text);
  const path = join(dir, "manifest.json");
  const manifest = JSON.parse(await readFile(path, "utf8")) as { files: Record<string, object> };
  manifest.files[name] = {
    bytes: Buffer.byteLength(text),
    sha256: createHash("sha256").update(text).digest("hex"),
  };
  await rm(path);
  await writeFile(path, JSON.stringify(manifest));
}

/** A "node" that drops the flags which confine it; in a folder with the real one, as bubblewrap shows only that. */
async function nodeWithoutFlags(dir: string): Promise<string> {
  const bin = join(dir, "bin");
  await mkdir(bin);
  await share(embedded.nodePath, join(bin, "node"));
  await chmod(join(bin, "node"), 0o755);
  const path = join(bin, "node.sh");
  const script = `#!/bin/sh
for a; do shift; case "$a" in ${FLAGS}) ;; *) set -- "$@" "$a";; esac; done
exec "${bin}/node" "$@"
`;
  await writeFile(path, script, { mode: 0o755 });
  return path;
}

function replaceOnce(text: string, from: string, to: string): string {
  if (text.split(from).length !== 2) throw new Error(`"${from}" does not stand exactly once in the module.`);
  return text.replace(from, () => to);
}
