import { spawn } from "node:child_process";
import { once } from "node:events";
import { readdir, readFile, rm } from "node:fs/promises";
import { expect, it } from "vitest";

// Only there can the children of another process be seen.
const WRAPPERS = process.platform === "linux" ? ["bubblewrap", "none"] : [];

async function childrenOf(pid: number): Promise<number[]> {
  const found: number[] = [];
  for (const name of await readdir("/proc")) {
    const status = await readFile(`/proc/${name}/status`, "utf8").catch(() => "");
    if (new RegExp(`^PPid:\\s${pid}$`, "m").test(status)) found.push(Number(name));
  }
  return found;
}

it.each(WRAPPERS)(
  "Python ends with the program that asked for it, in the middle of an endless loop (%s)",
  async (wrapper) => {
    const parent = spawn(process.execPath, ["test/python/orphan.ts", wrapper], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    const [line] = (await once(parent.stdout, "data")) as [Buffer];
    const children = await childrenOf(parent.pid!);
    expect(children.length).toBeGreaterThan(0);
    parent.kill("SIGKILL");
    await once(parent, "close");
    const isGone = async (pid: number): Promise<boolean> => {
      const status = await readFile(`/proc/${pid}/status`, "utf8").catch(() => "");
      return status === "" || /^State:\s+Z/m.test(status);
    };
    await expect
      .poll(async () => (await Promise.all(children.map(isGone))).every(Boolean), { timeout: 10_000 })
      .toBe(true);
    await rm(line.toString().trim(), { recursive: true, force: true });
  },
);
