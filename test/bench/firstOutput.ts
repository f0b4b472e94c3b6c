import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { type Promised, repeat } from "./measure.ts";

/** From the start of the program to the first thing that code printed, as a person sees it in a terminal. */
export async function measureFirstOutput(): Promise<Promised> {
  const home = await mkdtemp(join(tmpdir(), "bench-cli-"));
  const times = await repeat(5, async () => {
    const begin = performance.now();
    const args = [resolve("dist/cli.js"), "analyze", "samples/penguins.csv", "--out", join(home, "out")];
    const env = { ...process.env, INTERPRETER_HOME: join(home, "data") };
    const child = spawn(process.execPath, args, { env, stdio: ["ignore", "pipe", "inherit"] });
    let time = 0;
    let text = "";
    child.stdout.on("data", (bytes: Buffer) => {
      text += bytes.toString();
      if (time === 0 && text.includes("\n    rows: ")) time = performance.now() - begin;
    });
    await once(child, "close");
    return time;
  });
  await rm(home, { recursive: true, force: true });
  return {
    what: "interpreter analyze: program start to first output of code",
    worst: Math.max(...times),
    atMost: 1000,
    unit: "ms",
  };
}
