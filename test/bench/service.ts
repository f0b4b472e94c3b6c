import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PyodideRuntime } from "../../src/python/pyodide/pyodideRuntime.ts";
import type {
  AliveSession,
  ExecuteOptions,
  OpenedSession,
  PythonSession,
  PythonSessions,
} from "../../src/python/session.ts";
import { SessionPool } from "../../src/python/sessionPool.ts";
import { transact } from "../../src/service/store/database.ts";
import { Store } from "../../src/service/store/store.ts";
import { FakeRuntime } from "../fakes/fakeRuntime.ts";
import { onlyOpened } from "../fakes/fakeSessions.ts";
import { cell, say, ScriptedModel } from "../fakes/scriptedModel.ts";
import { embedded } from "../python/embedded.ts";
import { InterpreterClient } from "../../src/client/interpreterClient.ts";
import { localRunner, sdkFor, serve } from "../service/serve.ts";
import { type Promised, repeat, timeOf } from "./measure.ts";

const THREADS = 50;
const CODE = "1 + 1";

const medianOf = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!;

async function inFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), "bench-service-"));
  try {
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Puts messages straight into the store, as if they had been sent. */
function fill(folder: string, threadId: string, count: number): void {
  const store = new Store(folder);
  transact(store.db, () => {
    for (let index = 0; index < count; index++) {
      store.objects.put({
        id: `msg_${threadId}_${index}`,
        object: "thread.message",
        created_at: index,
        thread_id: threadId,
        status: "completed",
        incomplete_details: null,
        completed_at: index,
        incomplete_at: null,
        role: "user",
        content: [{ type: "text", text: { value: `Question ${index}`, annotations: [] } }],
        assistant_id: null,
        run_id: null,
        attachments: [],
        metadata: {},
      });
    }
  });
  store.dispose();
}

/** Median milliseconds of a page of messages, of a thread that has so many. */
async function pageTime(count: number): Promise<number> {
  return inFolder(async (folder) => {
    const service = serve(folder, localRunner(new ScriptedModel([]), noPython));
    const { threads } = sdkFor(service.fetch).beta;
    const { id } = await threads.create();
    fill(folder, id, count);
    const times = await repeat(300, () => timeOf(() => threads.messages.list(id)));
    await service.dispose();
    return medianOf(times);
  });
}

async function manyMessages(): Promise<Promised[]> {
  const few = await pageTime(1000);
  const many = await pageTime(100_000);
  return [
    { what: "A page of messages, of 100,000 (median)", worst: many, atMost: 2, unit: "ms" },
    { what: "The same, held against 1.5 × that of 1,000", worst: many, atMost: 1.5 * few, unit: "ms" },
  ];
}

/** From the request for a run to the sight of its end, without the time of its cell. */
async function overhead(): Promise<Promised> {
  const times = await inFolder(async (folder) => {
    const pool = new SessionPool({ runtime: new PyodideRuntime(embedded), maxSessions: 1 });
    const sessions = new TimedSessions(pool);
    const model = new ScriptedModel(
      Array.from({ length: 40 }, (_, n) => [n % 2 === 0 ? cell(CODE) : say("2")]),
    );
    const service = serve(folder, localRunner(model, sessions));
    const run = await askFor(service.fetch);
    await run();
    const all = await repeat(19, async () => (await timeOf(run)) - sessions.lastMs);
    await service.dispose();
    await pool.dispose();
    return all;
  });
  const worst = Math.max(...times);
  return { what: "A run with one cell, beyond the cell itself", worst, atMost: 50, unit: "ms" };
}

/** A question in one thread, again and again; resolves when its run was seen to end. */
async function askFor(fetch: Parameters<typeof sdkFor>[0]): Promise<() => Promise<void>> {
  const client = new InterpreterClient(fetch);
  const threadId = await client.createThread();
  return async () => {
    const runId = await client.ask(threadId, "What is 1 + 1?", []);
    const end = await endOf(client, threadId, runId);
    if (end !== "completed") throw new Error(`The run is ${end}.`);
  };
}

async function endOf(client: InterpreterClient, threadId: string, runId: string): Promise<string> {
  const leave = new AbortController();
  for await (const { change } of client.events(threadId, 0, leave.signal)) {
    if (change.type !== "run.ended" || change.runId !== runId) continue;
    leave.abort();
    return change.end;
  }
  return "lost";
}

/** Processes that cost nothing take the place of Python's: what is measured is who waits for whom. */
async function manyThreads(): Promise<Promised> {
  const worst = await inFolder(async (folder) => {
    const sessions = new SessionPool({ runtime: new FakeRuntime(), maxSessions: 4 });
    const service = serve(folder, localRunner(new OneCellModel(), sessions));
    const time = await timeOf(() =>
      Promise.all(Array.from({ length: THREADS }, async () => (await askFor(service.fetch))())),
    );
    await service.dispose();
    await sessions.dispose();
    return time;
  });
  return {
    what: `${THREADS} threads at once, 4 sessions: until all are complete`,
    worst,
    atMost: 15_000,
    unit: "ms",
  };
}

/** Asks for one cell in every run, however they are mixed. */
class OneCellModel extends ScriptedModel {
  constructor() {
    super([]);
  }

  override async *respond(request: Parameters<ScriptedModel["respond"]>[0]) {
    const isDone = request.turns.at(-1)?.role === "cell";
    const piece = isDone ? say("2") : cell(CODE);
    if (typeof piece !== "function") yield* piece;
  }
}

const noPython: PythonSessions = {
  open: () => Promise.reject(new Error("No cell runs here.")),
  ...onlyOpened,
};

/** Remembers how long the last cell took. */
class TimedSessions implements PythonSessions {
  lastMs = 0;
  readonly #sessions: PythonSessions;

  constructor(sessions: PythonSessions) {
    this.#sessions = sessions;
  }

  async open(key: string, dataDir: string, signal?: AbortSignal): Promise<OpenedSession> {
    const opened = await this.#sessions.open(key, dataDir, signal);
    return { ...opened, session: this.#timed(opened.session) };
  }

  find(key: string): AliveSession | null {
    return this.#sessions.find(key);
  }

  end(key: string): Promise<void> {
    return this.#sessions.end(key);
  }

  dispose(): Promise<void> {
    return this.#sessions.dispose();
  }

  #timed(session: PythonSession): PythonSession {
    const execute = async (code: string, options: ExecuteOptions) => {
      const begin = performance.now();
      const result = await session.execute(code, options);
      this.lastMs = performance.now() - begin;
      return result;
    };
    return {
      runtime: session.runtime,
      isolation: session.isolation,
      alive: session.alive,
      execute,
      interrupt: () => session.interrupt(),
      files: () => session.files(),
      dispose: () => session.dispose(),
    };
  }
}

/** Every promise of the service, in order. */
export async function measureService(): Promise<Promised[]> {
  return [...(await manyMessages()), await overhead(), await manyThreads()];
}
