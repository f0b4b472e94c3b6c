import type { OpenedSession, PythonSessions } from "../session.ts";
import type { ChildOptions } from "./childProcess.ts";
import { PyodideSession } from "./pyodideSession.ts";

interface SessionsOptions extends ChildOptions {
  /** At most so many sessions at once (some 300 MB each); the least recently used one is ended first. */
  readonly maxSessions: number;
}

/** Sessions in the embedded Python, one a key. */
export class PyodideSessions implements PythonSessions {
  readonly #options: SessionsOptions;
  // In order of use: a key that is used is put last.
  readonly #open = new Map<string, Promise<PyodideSession>>();
  readonly #ended = new Set<string>();

  constructor(options: SessionsOptions) {
    this.#options = options;
  }

  async open(key: string, dataDir: string, signal?: AbortSignal): Promise<OpenedSession> {
    const known = await this.#living(key);
    if (known !== undefined) return { session: known, isNew: false, renewed: false };
    const renewed = this.#ended.has(key);
    await this.#makeRoom();
    const starting = PyodideSession.start(this.#options, dataDir, signal);
    this.#open.set(key, starting);
    try {
      return { session: await starting, isNew: true, renewed };
    } catch (error) {
      this.#open.delete(key);
      throw error;
    }
  }

  async dispose(): Promise<void> {
    const all = [...this.#open.values()];
    this.#open.clear();
    await Promise.all(all.map(async (starting) => (await starting).dispose()));
  }

  async #living(key: string): Promise<PyodideSession | undefined> {
    const session = await this.#open.get(key);
    if (session === undefined) return undefined;
    this.#open.delete(key);
    if (session.alive) this.#open.set(key, Promise.resolve(session));
    else this.#ended.add(key);
    return session.alive ? session : undefined;
  }

  async #makeRoom(): Promise<void> {
    while (this.#open.size >= this.#options.maxSessions) {
      const [key, starting] = [...this.#open][0]!;
      this.#open.delete(key);
      this.#ended.add(key);
      await (await starting).dispose();
    }
  }
}
