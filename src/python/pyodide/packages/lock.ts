import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { z } from "zod";

const ownLockSchema = z.object({
  pyodide: z.string(),
  fromPyodide: z.array(z.string()),
  fromPyPI: z.array(
    z.object({ name: z.string(), version: z.string(), file: z.string(), sha256: z.string() }),
  ),
  carrier: z.object({ name: z.string(), version: z.string(), python: z.string() }),
});
export type OwnLock = z.infer<typeof ownLockSchema>;

const pyodideLockSchema = z.object({
  packages: z.record(
    z.string(),
    z.object({ file_name: z.string(), sha256: z.string(), depends: z.array(z.string()) }),
  ),
});

/** A wheel of the fixed set; `pypi` is set when PyPI itself serves it, the others come from Pyodide. */
export interface Wheel {
  readonly file: string;
  readonly sha256: string;
  readonly pypi?: { readonly name: string; readonly version: string };
}

/** The fixed set of wheels, and where the pinned Pyodide lies. */
export interface PackageSet {
  readonly pyodideDir: string;
  readonly lock: OwnLock;
  readonly wheels: readonly Wheel[];
}

/** Reads both locks: ours, and the one inside the pinned Pyodide, whose own integrity package-lock.json holds. */
export async function readPackageSet(): Promise<PackageSet> {
  const lock = ownLockSchema.parse(await readJson(join(import.meta.dirname, "packages.lock.json")));
  const pyodideDir = dirname(createRequire(import.meta.url).resolve("pyodide/package.json"));
  const { version } = z
    .object({ version: z.string() })
    .parse(await readJson(join(pyodideDir, "package.json")));
  if (version !== lock.pyodide) {
    throw new Error(
      `Pyodide ${version} is installed, but packages.lock.json pins ${lock.pyodide}: run npm ci.`,
    );
  }
  const { packages } = pyodideLockSchema.parse(await readJson(join(pyodideDir, "pyodide-lock.json")));
  const names = withDependencies(lock.fromPyodide, packages);
  const fromPyodide = names.map((name) => ({
    file: packages[name]!.file_name,
    sha256: packages[name]!.sha256,
  }));
  const fromPyPI = lock.fromPyPI.map(({ name, version: pinned, file, sha256 }) => ({
    file,
    sha256,
    pypi: { name, version: pinned },
  }));
  return { pyodideDir, lock, wheels: [...fromPyodide, ...fromPyPI] };
}

function withDependencies(
  roots: readonly string[],
  packages: Record<string, { depends: string[] }>,
): string[] {
  const names = new Set<string>();
  const add = (name: string): void => {
    if (names.has(name)) return;
    const entry = packages[name];
    if (entry === undefined) throw new Error(`The pinned Pyodide has no package "${name}".`);
    names.add(name);
    entry.depends.forEach(add);
  };
  roots.forEach(add);
  return [...names].sort();
}

async function readJson(path: string): Promise<unknown> {
  return JSON.parse(await readFile(path, "utf8"));
}
