import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { mimeTypeOf } from "../../src/domain/mimeTypes.ts";
import type {
  AliveSession,
  CellResult,
  ExecuteOptions,
  FileChange,
  OpenedSession,
  PythonSession,
  PythonSessions,
  SessionFile,
} from "../../src/python/session.ts";

/** A picture of one pixel. */
export const PNG = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==",
  "base64",
);

/** What a cell of the fake can do. */
export class FakeCell {
  readonly files: FileChange[] = [];
  readonly dataDir: string;
  readonly signal: AbortSignal | undefined;
  readonly #onOutput: ExecuteOptions["onOutput"];

  constructor(dataDir: string, { signal, onOutput }: ExecuteOptions) {
    this.dataDir = dataDir;
    this.signal = signal;
    this.#onOutput = onOutput;
  }

  print(text: string, name: "stdout" | "stderr" = "stdout"): void {
    this.#onOutput({ kind: "stream", name, text });
  }

  display(data: Record<string, string>, alt = ""): void {
    this.#onOutput({ kind: "display", data, alt });
  }

  show(title: string, picture: Uint8Array = PNG): void {
    this.display({ "image/png": Buffer.from(picture).toString("base64") }, title);
  }

  /** Ends the cell by an error. */
  raise(name: string, message: string): Partial<CellResult> {
    this.#onOutput({ kind: "error", name, message, traceback: `Traceback …\n${name}: ${message}` });
    return { end: "error" };
  }

  async write(name: string, content: string): Promise<void> {
    const path = join(this.dataDir, name);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, content);
    this.claim(name, Buffer.byteLength(content));
  }

  /** Reports a file, whatever is on disk: what comes out of a sandbox may be a lie. */
  claim(name: string, bytes = 0): void {
    this.files.push({ name, change: "created", bytes, mime: mimeTypeOf(name) });
  }
}

type Behaviour = (cell: FakeCell) => void | Partial<CellResult> | Promise<void | Partial<CellResult>>;

/** Stands in for Python: what each code does is given by the test. */
export type Repertoire = Readonly<Record<string, Behaviour>>;

export class FakeSessions implements PythonSessions {
  readonly #repertoire: Repertoire;
  readonly #open = new Map<string, FakeSession>();
  /** Keys of sessions that were to end. */
  readonly ended: string[] = [];
  /** Sessions open once it resolves. */
  opening: Promise<void> = Promise.resolve();

  constructor(repertoire: Repertoire) {
    this.#repertoire = repertoire;
  }

  async open(key: string, dataDir: string): Promise<OpenedSession> {
    await this.opening;
    const known = this.#open.get(key);
    if (known?.alive === true) return { session: known, isNew: false, renewed: false };
    const session = new FakeSession(this.#repertoire, dataDir);
    this.#open.set(key, session);
    return { session, isNew: true, renewed: known !== undefined };
  }

  find(key: string): AliveSession | null {
    const session = this.#open.get(key);
    if (session?.alive !== true) return null;
    return { runtime: session.runtime, isolation: session.isolation, endsInMs: 60_000 };
  }

  async end(key: string): Promise<void> {
    if (this.find(key) !== null) this.ended.push(key);
    await this.#open.get(key)?.dispose();
  }

  async dispose(): Promise<void> {}
}

/** The rest of sessions that only open, or do not. */
export const onlyOpened = {
  find: () => null,
  end: () => Promise.resolve(),
  dispose: () => Promise.resolve(),
} satisfies Partial<PythonSessions>;

class FakeSession implements PythonSession {
  readonly runtime = "Fake Python";
  readonly isolation = ["nothing runs"];
  alive = true;
  readonly #repertoire: Repertoire;
  readonly #dataDir: string;

  constructor(repertoire: Repertoire, dataDir: string) {
    this.#repertoire = repertoire;
    this.#dataDir = dataDir;
  }

  async execute(code: string, options: ExecuteOptions): Promise<CellResult> {
    const behaviour = this.#repertoire[code];
    if (behaviour === undefined) throw new Error(`The fake does not know the code ${JSON.stringify(code)}.`);
    const cell = new FakeCell(this.#dataDir, options);
    const result = { end: "ok" as const, durationMs: 1, ...(await behaviour(cell)), files: cell.files };
    this.alive = result.end !== "lost";
    return result;
  }

  async interrupt(): Promise<void> {}

  async files(): Promise<SessionFile[]> {
    return [];
  }

  async dispose(): Promise<void> {
    this.alive = false;
  }
}

/** A cell that runs until it is stopped. */
export async function runOn({ signal }: FakeCell): Promise<Partial<CellResult>> {
  if (signal?.aborted === false) {
    await new Promise((resolve) => signal.addEventListener("abort", resolve, { once: true }));
  }
  return { end: "stopped", reason: "Stopped. Variables and files are kept." };
}
