import { type Disposable, Disposables } from "../base/disposables.ts";
import { sentenceOf } from "../base/errors.ts";
import type { CommandId } from "../manifest.ts";
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

/** What answers the page's requests; one that is missing does not compile. `ready` and `command` are the port's own. */
export type Handlers = {
  [T in Exclude<RequestType, "ready" | "command">]: (params: Params<T>) => Promise<Results[T]>;
};

/** What a page shows, and does. */
export interface PortSource {
  /** The newest state; parts that did not change are the same objects as before. */
  readonly state: () => PanelState;
  readonly handlers: Handlers;
  readonly onDidChange: (listener: () => void) => Disposable;
}

interface Parts {
  readonly post: (message: HostMessage) => void;
  /** Gives the source, which may take its time to load. Asked again when it failed and the page tries again. */
  readonly connect: () => Promise<PortSource>;
  /** Executes a command; needs no source, so that the log can be shown when there is none. */
  readonly execute: (command: CommandId) => Promise<void>;
}

const PATCH_MS = 50;

/**
 * The host's end of one view: answers its page's requests, and keeps it at the newest state by a snapshot and then
 * patches, at most one every 50 ms. The page may go and come back, as it does when the view is moved.
 */
export class PanelPort implements Disposable {
  readonly #parts: Parts;
  readonly #owned = new Disposables();
  #connecting: Promise<PortSource> | null = null;
  #source: PortSource | null = null;
  #revision = 0;
  // What the page has; null until it said that it is ready.
  #sent: PanelState | null = null;
  #timer: NodeJS.Timeout | undefined;
  #isBehind = false;
  #isFocusDue = false;
  #ended = false;

  constructor(parts: Parts) {
    this.#parts = parts;
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

  /** Puts the keyboard into the question box, once the page is there. */
  focus(): void {
    this.#isFocusDue = true;
    if (this.#sent !== null) this.#sendFocus();
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#ended = true;
    this.#sent = null;
    void this.#owned.dispose();
  }

  async #handle(type: string, params: unknown): Promise<unknown> {
    if (!isRequest(type)) throw new Error(`The panel asked for something unknown: ${type.slice(0, 40)}.`);
    const checked = requestSchemas[type].safeParse(params);
    if (!checked.success) throw new Error(`The panel's request "${type}" was not understood.`);
    if (type === "command") return this.#parts.execute((checked.data as Params<"command">).command);
    const { handlers } = await this.#connected();
    if (type === "ready") return undefined;
    // The schema of this very type has just been applied.
    return (handlers[type] as (checked: unknown) => Promise<unknown>)(checked.data);
  }

  async #connected(): Promise<PortSource> {
    this.#connecting ??= this.#connect();
    return this.#connecting;
  }

  async #connect(): Promise<PortSource> {
    try {
      const source = await this.#parts.connect();
      this.#owned.add(source.onDidChange(() => this.#changed()));
      this.#source = source;
      return source;
    } catch (error) {
      this.#connecting = null;
      throw error;
    }
  }

  // The first change is seen at once; those that follow it soon are seen together.
  #changed(): void {
    if (this.#sent === null) return;
    this.#isBehind = true;
    if (this.#timer === undefined) this.#catchUp();
  }

  #catchUp(): void {
    this.#timer = undefined;
    if (!this.#isBehind) return;
    this.#sendChanges();
    this.#timer = setTimeout(() => this.#catchUp(), PATCH_MS);
  }

  #sendChanges(): void {
    this.#isBehind = false;
    if (this.#source === null) return;
    const next = this.#source.state();
    const patch = diffStates(this.#sent, next);
    if (patch === null) {
      this.#sendSnapshot();
      return;
    }
    this.#sent = next;
    this.#post({ type: "patch", revision: ++this.#revision, patch });
  }

  #sendSnapshot(): void {
    this.#isBehind = false;
    if (this.#source === null || this.#ended) return;
    const state = this.#source.state();
    this.#sent = state;
    this.#post({ type: "snapshot", revision: ++this.#revision, state });
    if (this.#isFocusDue) this.#sendFocus();
  }

  #sendFocus(): void {
    this.#isFocusDue = false;
    this.#post({ type: "focus" });
  }

  // An answer may come after the view is gone; a view that is gone takes no messages.
  #post(message: HostMessage): void {
    if (!this.#ended) this.#parts.post(message);
  }
}

function isRequest(type: string): type is RequestType {
  return Object.hasOwn(requestSchemas, type);
}
