import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { RunChange } from "../../src/domain/event.ts";
import type { FileRef } from "../../src/domain/file.ts";
import { mimeTypeOf } from "../../src/domain/mimeTypes.ts";
import { Analyst } from "../../src/models/analyst/analyst.ts";
import type { PythonSession } from "../../src/python/session.ts";
import { DEFAULT_LIMITS } from "../../src/run/limits.ts";
import { LocalRunner } from "../../src/run/localRunner.ts";
import type { Turn } from "../../src/run/model.ts";
import { onlyOpened } from "../fakes/fakeSessions.ts";
import { openLab, printed } from "../python/embedded.ts";
import { faultsOf, type Played } from "./played.ts";

type Contents = Readonly<Record<string, string | Uint8Array>>;

interface Circumstances {
  /** The thread so far; none: the question begins a new one. */
  readonly before?: readonly Turn[];
  /** The number of the cell that is made to raise, counted from 1. */
  readonly breakCell?: number;
}

export interface AnalystLab {
  /** Asks a question that comes with these files. */
  ask(question: string, files?: Contents, circumstances?: Circumstances): Promise<Played>;
  /** A text in one of Python's encodings. */
  encode(text: string, encoding: string): Promise<Uint8Array>;
  /** A file that the last question left, as text. */
  read(name: string): Promise<string>;
  /** The file that `code`, which is Python of the test's own, makes in /mnt/data. */
  take(name: string, code: string): Promise<Uint8Array>;
  close(): Promise<void>;
}

// Each new thread finds an empty folder and an empty namespace, without the cost of a new session. Files go by way of
// Python, which would not notice that they are gone.
const FORGET = `import os, shutil
for _name in os.listdir("/mnt/data"):
    _path = os.path.join("/mnt/data", _name)
    shutil.rmtree(_path) if os.path.isdir(_path) else os.remove(_path)
for _name in [name for name in globals() if name[0] != "_" and name != "display"]:
    del globals()[_name]`;

/** The analyst, the real loop and a real Python. Every answer is checked: see `faultsOf`. */
export async function openAnalystLab(): Promise<AnalystLab> {
  const lab = await openLab();
  const { session, dataDir } = lab;
  return {
    ask: async (question, files = {}, { before = [], breakCell = null } = {}) => {
      if (before.length === 0) await lab.run(FORGET);
      const refs = await Promise.all(Object.entries(files).map((file) => put(dataDir, file)));
      const turns: Turn[] = [...before, { role: "user", text: question, files: refs }];
      const played = await play(turns, breaking(session, breakCell), dataDir);
      const faults = faultsOf(played);
      if (faults.length > 0) throw new Error(`${faults.join("; ")} in:\n${played.answer}`);
      return played;
    },
    encode: async (text, encoding) => {
      const { outputs } = await lab.run(
        `import base64\nprint(base64.b64encode(${JSON.stringify(text)}.encode("${encoding}")).decode())`,
      );
      return Buffer.from(printed(outputs), "base64");
    },
    read: (name) => readFile(join(dataDir, name), "utf8"),
    take: async (name, code) => {
      const { end, outputs } = await lab.run(code);
      if (end !== "ok") throw new Error(JSON.stringify(outputs));
      return readFile(join(dataDir, name));
    },
    close: () => lab.close(),
  };
}

async function put(dataDir: string, [name, bytes]: [string, string | Uint8Array]): Promise<FileRef> {
  await mkdir(dirname(join(dataDir, name)), { recursive: true });
  await writeFile(join(dataDir, name), bytes);
  return { id: `file-${name}`, name, bytes: Buffer.byteLength(bytes), mime: mimeTypeOf(name) };
}

/** `session`, but its n-th cell from now raises instead of what it should do. */
function breaking(session: PythonSession, broken: number | null): PythonSession {
  let count = 0;
  return {
    runtime: session.runtime,
    isolation: session.isolation,
    alive: true,
    execute: (code, options) =>
      session.execute(++count === broken ? 'raise MemoryError("broken by the test")' : code, options),
    interrupt: () => session.interrupt(),
    files: () => session.files(),
    dispose: () => Promise.resolve(),
  };
}

async function play(turns: readonly Turn[], session: PythonSession, dataDir: string): Promise<Played> {
  const changes: RunChange[] = [];
  const runner = new LocalRunner({
    model: () => Promise.resolve(new Analyst()),
    sessions: {
      open: () => Promise.resolve({ session, isNew: false, renewed: false }),
      ...onlyOpened,
    },
    limits: () => DEFAULT_LIMITS,
  });
  await runner.run({
    runId: "run",
    threadId: "thread",
    instructions: "",
    turns,
    dataDir,
    signal: new AbortController().signal,
    emit: (change) => changes.push(change),
    keepFile: (name, mime) => Promise.resolve({ id: `file-${name}`, name, bytes: 0, mime }),
    readFile: () => Promise.reject(new Error("The analyst sees no pictures.")),
    files: () => [],
    fileNames: () => [],
    recall: () => undefined,
    remember: () => {},
  });
  return playedOf(turns, changes);
}

function playedOf(before: readonly Turn[], changes: readonly RunChange[]): Played {
  const texts = changes.filter((change) => change.type === "text.done").map(({ text }) => text);
  const ended = changes.findLast((change) => change.type === "run.ended");
  const outputs = changes.flatMap((change) => (change.type === "cell.output" ? [change.output] : []));
  const done = changes.filter((change) => change.type === "cell.done");
  const cells = changes
    .filter((change) => change.type === "cell.running")
    .map(({ cellId, code }) => ({
      code,
      failed: done.some((one) => one.cellId === cellId && one.end !== "ok"),
    }));
  const answer = texts.at(-1) ?? "";
  return {
    end: ended?.end ?? "failed",
    answer,
    cells,
    outputs,
    pictures: outputs.flatMap((output) => (output.kind === "image" ? [output.alt] : [])),
    error: ended?.error?.message,
    turns: [...before, { role: "assistant", text: answer, cells: [] }],
  };
}
