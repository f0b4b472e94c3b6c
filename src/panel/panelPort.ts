import type { Disposable } from "../base/disposables.ts";
import { sentenceOf } from "../base/errors.ts";
import {
  type HostMessage,
  type PanelState,
  pageMessageSchema,
  type Params,
  requestSchemas,
  type RequestType,
  type Results,
} from "./messages.ts";
import { diffStates } from "./patch.ts";

/** What answers the page's requests; one that is missing does not compile. `ready` is the port's own. */
export type Handlers = {
  [T in Exclude<RequestType, "ready">]: (params: Params<T>) => Promise<Results[T]>;
};

const PATCH_MS = 50;

/**
 * The host's end of one page: answers its requests, and keeps it at the newest state by a snapshot and then patches,
 * at most one every 50 ms.
 */
export class PanelPort implements Disposable {
  readonly #post: (message: HostMessage) => void;
  readonly #state: () => PanelState;
  readonly #handlers: Handlers;
  #revision = 0;
  // What the page has; null until it said that it is ready.
  #sent: PanelState | null = null;
  #timer: NodeJS.Timeout | undefined;
  #ended = false;

  constructor(post: (message: HostMessage) => void, state: () => PanelState, handlers: Handlers) {
    // An answer may come after the page is gone; a page that is gone takes no messages.
    this.#post = (message) => {
      if (!this.#ended) post(message);
    };
    this.#state = state;
    this.#handlers = handlers;
  }

  /** Takes in a message of the page, which may be anything. */
  async receive(message: unknown): Promise<void> {
    const parsed = pageMessageSchema.safeParse(message);
    if (!parsed.success) return;
    const { id, type, params } = parsed.data;
    try {
      const result = await this.#handle(type, params);
      this.#post({ type: "answer", id, result });
      if (type === "ready") this.#sendSnapshot();
    } catch (error) {
      this.#post({ type: "fault", id, message: sentenceOf(error) });
    }
  }

  /** Tells that the state is another one. */
  changed(): void {
    if (this.#sent !== null) this.#timer ??= setTimeout(() => this.#sendChanges(), PATCH_MS);
  }

  focus(): void {
    this.#post({ type: "focus" });
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#ended = true;
    this.#sent = null;
  }

  async #handle(type: string, params: unknown): Promise<unknown> {
    if (!isRequest(type)) throw new Error(`The panel asked for something unknown: ${type.slice(0, 40)}.`);
    const checked = requestSchemas[type].safeParse(params);
    if (!checked.success) throw new Error(`The panel's request "${type}" was not understood.`);
    if (type === "ready") return undefined;
    // The schema of this very type has just been applied.
    return (this.#handlers[type] as (checked: unknown) => Promise<unknown>)(checked.data);
  }

  #sendChanges(): void {
    this.#timer = undefined;
    const next = this.#state();
    const patch = diffStates(this.#sent, next);
    if (patch === null) {
      this.#sendSnapshot();
      return;
    }
    this.#sent = next;
    this.#post({ type: "patch", revision: ++this.#revision, patch });
  }

  #sendSnapshot(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const state = this.#state();
    this.#sent = state;
    this.#post({ type: "snapshot", revision: ++this.#revision, state });
  }
}

function isRequest(type: string): type is RequestType {
  return Object.hasOwn(requestSchemas, type);
}
