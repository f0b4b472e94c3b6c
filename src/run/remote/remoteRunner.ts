import type { SessionState } from "../../domain/session.ts";
import type { RunContext, Runner } from "../runner.ts";
import { Assistants } from "./assistants.ts";
import { type RemoteParts, RemoteRun } from "./remoteRun.ts";
import { RemoteSessions } from "./remoteSessions.ts";

/** Has runs carried out by another server that speaks the Assistants API; what comes of it is kept here. */
export class RemoteRunner implements Runner {
  readonly #parts: RemoteParts;
  readonly #assistants = new Assistants();
  readonly #sessions = new RemoteSessions();

  constructor(parts: RemoteParts) {
    this.#parts = parts;
  }

  async run(context: RunContext): Promise<void> {
    const parts = { ...this.#parts, assistants: this.#assistants, sessions: this.#sessions };
    await new RemoteRun(parts, context).toEnd();
  }

  session(threadId: string): SessionState | null {
    return this.#sessions.get(threadId);
  }

  endSession(threadId: string): Promise<void> {
    return this.#sessions.end(threadId);
  }
}
