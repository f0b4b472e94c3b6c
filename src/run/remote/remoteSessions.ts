import type { RunChange } from "../../domain/event.ts";
import type { SessionState } from "../../domain/session.ts";
import type { Additions } from "./additions.ts";
import type { Counterpart } from "./counterpart.ts";

type Opened = Omit<Extract<RunChange, { type: "session.opened" }>, "type" | "runId">;

interface Known {
  readonly additions: Additions;
  readonly remoteThreadId: string;
  readonly host: string;
  /** As the server told last; null: none, or it does not tell. */
  state: SessionState | null;
}

/** The sessions of threads at other servers, as far as those tell about them. */
export class RemoteSessions {
  readonly #known = new Map<string, Known>();

  /**
   * Takes note of where the thread's code will run. The function that it gives is called when code does: it tells of the
   * session, if that is news; `hasRunCode`: code of the thread has run before, somewhere.
   */
  async opening(
    threadId: string,
    { additions, counterpart, host }: { additions: Additions; counterpart: Counterpart; host: string },
  ): Promise<(hasRunCode: boolean) => Opened | null> {
    const remoteThreadId = counterpart.threadId;
    const state = await additions.session(remoteThreadId);
    const isNew = counterpart.isNew || state === null;
    let isNews = isNew || this.#known.get(threadId)?.remoteThreadId !== remoteThreadId;
    this.#known.set(threadId, { additions, remoteThreadId, host, state: state ?? null });
    return (hasRunCode) => {
      if (!isNews) return null;
      isNews = false;
      return {
        runtime: `Python of ${host}`,
        isolation: [`what ${host} has`],
        host,
        renewed: isNew && hasRunCode,
      };
    };
  }

  /** Asks the server for the state of the thread's session. */
  async refresh(threadId: string): Promise<void> {
    const known = this.#known.get(threadId);
    if (known !== undefined) known.state = (await known.additions.session(known.remoteThreadId)) ?? null;
  }

  get(threadId: string): SessionState | null {
    const known = this.#known.get(threadId);
    if (known?.state === null || known === undefined || known.state.endsAt <= Date.now()) return null;
    const { state, host } = known;
    return { ...state, runtime: `${state.runtime} of ${host}`, host };
  }

  async end(threadId: string): Promise<void> {
    const known = this.#known.get(threadId);
    if (known === undefined) return;
    this.#known.delete(threadId);
    // Whoever deletes a thread while the server is away is not kept from it: it ends there when it is idle.
    await known.additions.endSession(known.remoteThreadId).catch(() => {});
  }
}
