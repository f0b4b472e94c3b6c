import { mkdtemp, realpath, rm, symlink, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ControlDir } from "./launch.ts";

/** Makes the folder, empty but for control file and canary. */
export async function makeControlDir(): Promise<ControlDir> {
  // Real: the permission model compares paths as they are written.
  const path = await mkdtemp(join(await realpath(tmpdir()), "interpreter-"));
  const dir = {
    path,
    control: join(path, "control"),
    canary: join(path, "canary"),
    data: join(path, "data"),
  };
  await Promise.all([writeFile(dir.control, ""), writeFile(dir.canary, "")]);
  return dir;
}

/**
 * Shows the child its data. A link, as a process that waits for its owner must be told its one allowed path before that
 * is known; Node's permission model checks paths and follows links. (A junction on Windows, which needs no right.)
 */
export async function linkData({ data }: ControlDir, dataDir: string): Promise<void> {
  await symlink(dataDir, data, "junction");
}

/** Asks Python for a KeyboardInterrupt; it looks at most every 50 ms. */
export async function touchControl({ control }: ControlDir): Promise<void> {
  const now = new Date();
  await utimes(control, now, now).catch(() => {});
}

export async function removeControlDir({ path }: ControlDir): Promise<void> {
  await rm(path, { recursive: true, force: true });
}
