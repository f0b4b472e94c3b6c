import { mkdtemp, rm, truncate } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PyodideRuntime } from "../../src/python/pyodide/pyodideRuntime.ts";
import type { ExecuteOptions } from "../../src/python/session.ts";
import { embedded, openLab } from "../python/embedded.ts";
import { ENDLESS, FRAME } from "./code.ts";
import { type Promised, repeat, timeOf } from "./measure.ts";
import { memoryOfPython, PeakMemory } from "./memory.ts";

const MB = 1024 * 1024;
// A process that waits tries out what first cells do.
const TRIED_OUT_MS = 1000;
const worstOf = (values: readonly number[]): number => Math.max(...values);
const quiet = { onOutput: () => {} };

async function cold(): Promise<Promised> {
  const times = await repeat(10, async () => {
    const begin = performance.now();
    const lab = await openLab();
    await lab.run(FRAME);
    const time = performance.now() - begin;
    await lab.close();
    return time;
  });
  return {
    what: "Cold: process start to first pandas result",
    worst: worstOf(times),
    atMost: 1500,
    unit: "ms",
  };
}

/** From a process that waits. */
async function spare(): Promise<Promised[]> {
  const folder = await mkdtemp(join(tmpdir(), "bench-"));
  const runtime = new PyodideRuntime(embedded);
  const memory: number[] = [];
  const times = await repeat(5, async () => {
    const waiting = await runtime.start(folder);
    await new Promise((done) => setTimeout(done, TRIED_OUT_MS));
    memory.push((await memoryOfPython()) / MB);
    const time = await timeOf(async () => {
      const session = await waiting.attach(folder);
      await session.execute(FRAME, quiet);
    });
    await waiting.dispose();
    return time;
  });
  await rm(folder, { recursive: true, force: true });
  return [
    { what: "Spare: request to first pandas result", worst: worstOf(times), atMost: 100, unit: "ms" },
    { what: "Memory of a spare that waits", worst: worstOf(memory), atMost: 300, unit: "MB" },
  ];
}

async function emptyCell(): Promise<Promised> {
  const lab = await openLab();
  await lab.run("pass");
  const times = await repeat(2000, () => timeOf(() => lab.run("pass")));
  await lab.close();
  // Of many: those that meet a garbage collection, or something else on the machine, say nothing.
  const worst = times.toSorted((a, b) => a - b)[Math.floor(times.length * 0.95)]!;
  return { what: "An empty cell, there and back (95 of 100)", worst, atMost: 3, unit: "ms" };
}

async function interrupt(): Promise<Promised> {
  const lab = await openLab();
  const times = await repeat(5, async () => {
    const stop = new AbortController();
    let stoppedAt = 0;
    const onOutput: ExecuteOptions["onOutput"] = () => {
      stoppedAt = performance.now();
      stop.abort();
    };
    await lab.session.execute(ENDLESS, { signal: stop.signal, onOutput });
    return performance.now() - stoppedAt;
  });
  await lab.close();
  return { what: "Stop: interrupt of a loop", worst: worstOf(times), atMost: 350, unit: "ms" };
}

async function deadline(): Promise<Promised> {
  const timeoutMs = 500;
  const times = await repeat(3, async () => {
    const lab = await openLab();
    const time = await timeOf(() => lab.run("while True: pass", { timeoutMs }));
    await lab.close();
    return time - timeoutMs;
  });
  return {
    what: "From a deadline to the end of the process",
    worst: worstOf(times),
    atMost: 200,
    unit: "ms",
  };
}

async function muchOutput(): Promise<Promised[]> {
  const lab = await openLab();
  await lab.run("pass");
  const peak = new PeakMemory();
  const { outputs } = await lab.run("for number in range(200_000): print('x' * 50)");
  const grown = peak.stop();
  await lab.close();
  const shown = outputs.reduce((sum, output) => sum + (output.kind === "stream" ? output.text.length : 0), 0);
  return [
    { what: "10 MB printed: growth of the parent", worst: grown / MB, atMost: 20, unit: "MB" },
    { what: "10 MB printed: what is handed on", worst: shown / MB, atMost: 1.1, unit: "MB" },
  ];
}

async function largeFile(): Promise<Promised> {
  const lab = await openLab();
  await lab.run("open('large.bin', 'wb').write(b'1')");
  await truncate(join(lab.dataDir, "large.bin"), 1024 * MB);
  await lab.run("with open('large.bin', 'rb') as file: file.read(1 << 20)");
  const before = await memoryOfPython();
  await lab.run("with open('large.bin', 'rb') as file:\n    while file.read(1 << 20): pass");
  const grown = (await memoryOfPython()) - before;
  await lab.close();
  return { what: "1 GB file read in pieces: growth of Python", worst: grown / MB, atMost: 50, unit: "MB" };
}

/** Every promise, in order. */
export async function measurePromises(): Promise<Promised[]> {
  return [
    await cold(),
    ...(await spare()),
    await emptyCell(),
    await interrupt(),
    await deadline(),
    ...(await muchOutput()),
    await largeFile(),
  ];
}
