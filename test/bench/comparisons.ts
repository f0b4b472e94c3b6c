import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { silentLog } from "../../src/base/log.ts";
import { InterpreterClient } from "../../src/client/interpreterClient.ts";
import { PyodideRuntime } from "../../src/python/pyodide/pyodideRuntime.ts";
import { SessionPool } from "../../src/python/sessionPool.ts";
import { DEFAULT_LIMITS } from "../../src/run/limits.ts";
import { LocalRunner } from "../../src/run/localRunner.ts";
import type { Model } from "../../src/run/model.ts";
import { createService } from "../../src/service/service.ts";
import { embedded, type Lab, openLab } from "../python/embedded.ts";
import { FRAME, LOOP, NUMPY_LOOP, PLOT, SHOWN_PLOT } from "./code.ts";
import { compare, type Comparison, timeOf } from "./measure.ts";
import { NativePython } from "./nativePython.ts";
import { StockPyodide } from "./stockPyodide.ts";

const STOCK = "stock Pyodide in Node";

/** From nothing to the first result of pandas, in a process of its own. */
async function start(): Promise<Comparison> {
  const ours = async (): Promise<number> => {
    let lab: Lab | undefined;
    const time = await timeOf(async () => {
      lab = await openLab();
      await lab.run(FRAME);
    });
    await lab?.close();
    return time;
  };
  const baseline = async (): Promise<number> => {
    let stock: StockPyodide | undefined;
    const time = await timeOf(async () => {
      stock = await StockPyodide.start();
      await stock.run(FRAME);
    });
    await stock?.dispose();
    return time;
  };
  return compare("Start to first pandas result", STOCK, 5, ours, baseline);
}

/** Cells in a session that runs already. */
async function cells(): Promise<Comparison[]> {
  const lab = await openLab();
  const stock = await StockPyodide.start();
  await lab.run(FRAME);
  await stock.run(FRAME);
  const pair = (what: string, ours: string, baseline: string): Promise<Comparison> =>
    compare(
      what,
      STOCK,
      9,
      () => timeOf(() => lab.run(ours)),
      () => timeOf(() => stock.run(baseline)),
    );
  const rows = [
    await pair("A cell with a pandas result", FRAME, FRAME),
    await pair("A plot, from code to PNG", SHOWN_PLOT, PLOT),
  ];
  await stock.dispose();
  const native = await NativePython.open();
  for (const [what, code] of [
    ["A loop of 3 million steps", LOOP],
    ["20 passes of numpy over 2 million numbers", NUMPY_LOOP],
  ] as const) {
    rows.push(
      await compare(
        what,
        "native CPython",
        5,
        () => timeOf(() => lab.run(code)),
        () => native.timeOf(code),
      ),
    );
  }
  await lab.close();
  return rows;
}

/** A question over the whole way (client, service, store, run loop) against the same cell right in a session. */
async function wholeWay(): Promise<Comparison> {
  const folder = await mkdtemp(join(tmpdir(), "bench-"));
  const sessions = new SessionPool({ runtime: new PyodideRuntime(embedded), maxSessions: 1 });
  const model: Model = {
    name: "bench",
    async *respond({ turns }) {
      if (turns.at(-1)?.role === "cell") yield { type: "text", delta: "Done." };
      else yield* [{ type: "cell.started", id: "1" } as const, { type: "cell.done", code: FRAME } as const];
    },
  };
  const runner = new LocalRunner({
    model: () => Promise.resolve(model),
    sessions,
    limits: () => DEFAULT_LIMITS,
  });
  const service = createService({ dataDir: folder, runner, diagnostics: silentLog });
  const client = new InterpreterClient(service.fetch);
  const threadId = await client.createThread();
  let seq = 0;
  const ask = async (): Promise<void> => {
    await client.ask(threadId, "?", []);
    const leave = new AbortController();
    for await (const event of client.events(threadId, seq, leave.signal)) {
      seq = event.seq;
      if (event.change.type === "run.ended") break;
    }
    leave.abort();
  };
  const lab = await openLab();
  await Promise.all([ask(), lab.run(FRAME)]);
  const row = await compare(
    "Question to answer with one cell, everything on disk",
    "the same cell in a session",
    15,
    () => timeOf(ask),
    () => timeOf(() => lab.run(FRAME)),
  );
  await lab.close();
  await service.dispose();
  await sessions.dispose();
  await rm(folder, { recursive: true, force: true });
  return row;
}

/** Every comparison, in order. */
export async function compareAll(): Promise<Comparison[]> {
  return [await start(), ...(await cells()), await wholeWay()];
}
