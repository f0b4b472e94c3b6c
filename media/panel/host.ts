import type {
  HostMessage,
  PageMessage,
  PanelState,
  Params,
  RequestType,
  Results,
} from "../../src/panel/messages.ts";
import type { CommandId } from "../../src/manifest.ts";
import { applyPatch } from "../../src/panel/patch.ts";
import { vscodeApi } from "./vscodeApi.ts";

/** Who draws the page. */
interface Page {
  show(state: PanelState): void;
  /** The host has no state to give. */
  fail(message: string): void;
}

const waiting = new Map<number, { resolve: (result: unknown) => void; reject: (error: Error) => void }>();
const focusListeners = new Set<() => void>();
let page: Page | null = null;
let lastId = 0;
let revision = 0;
let state: PanelState | null = null;
let isAsking = false;

/** Asks the host; rejects with a sentence for people when it fails. */
export function request<T extends RequestType>(type: T, params: Params<T>): Promise<Results[T]> {
  const id = ++lastId;
  return new Promise<unknown>((resolve, reject) => {
    waiting.set(id, { resolve, reject });
    vscodeApi.postMessage({ id, type, params } satisfies PageMessage<T>);
  }) as Promise<Results[T]>;
}

/** Has a command executed. What goes wrong is told by the command itself. */
export function execute(command: Params<"command">["command"] & CommandId): void {
  void request("command", { command });
}

/** Calls `listener` when the keyboard belongs into the question box. */
export function onFocus(listener: () => void): () => void {
  focusListeners.add(listener);
  return () => focusListeners.delete(listener);
}

/** Puts the keyboard into the question box: what had it is about to go. */
export function focusQuestion(): void {
  for (const listener of focusListeners) listener();
}

/** Starts to listen, and asks the host for its state; may be called again when that failed. */
export function begin(drawn: Page): void {
  if (page === null) {
    window.addEventListener("message", ({ data }: MessageEvent<HostMessage>) => receive(data));
  }
  page = drawn;
  void askForState();
}

async function askForState(): Promise<void> {
  // A snapshot that is on its way already brings all.
  if (isAsking) return;
  isAsking = true;
  try {
    await request("ready", {});
  } catch (error) {
    isAsking = false;
    page?.fail(error instanceof Error ? error.message : String(error));
  }
}

function receive(message: HostMessage): void {
  switch (message.type) {
    case "answer":
      waiting.get(message.id)?.resolve(message.result);
      waiting.delete(message.id);
      break;
    case "fault":
      waiting.get(message.id)?.reject(new Error(message.message));
      waiting.delete(message.id);
      break;
    case "snapshot":
      isAsking = false;
      revision = message.revision;
      setState(message.state);
      break;
    case "patch":
      if (state === null || message.revision !== revision + 1) {
        void askForState();
        break;
      }
      revision = message.revision;
      setState(applyPatch(state, message.patch));
      break;
    case "focus":
      focusQuestion();
      break;
  }
}

function setState(next: PanelState): void {
  state = next;
  page?.show(next);
}
