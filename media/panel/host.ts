import type {
  HostMessage,
  PageMessage,
  PanelState,
  Params,
  RequestType,
  Results,
} from "../../src/panel/messages.ts";
import { applyPatch } from "../../src/panel/patch.ts";

interface VsCodeApi {
  postMessage(message: unknown): void;
  getState(): unknown;
  setState(state: unknown): void;
}
declare function acquireVsCodeApi(): VsCodeApi;

const api = acquireVsCodeApi();
const waiting = new Map<number, { resolve: (result: unknown) => void; reject: (error: Error) => void }>();
const stateListeners = new Set<(state: PanelState) => void>();
const focusListeners = new Set<() => void>();
let lastId = 0;
let revision = 0;
let state: PanelState | null = null;

/** Asks the host; rejects with a sentence for people when it fails. */
export function request<T extends RequestType>(type: T, params: Params<T>): Promise<Results[T]> {
  const id = ++lastId;
  return new Promise<unknown>((resolve, reject) => {
    waiting.set(id, { resolve, reject });
    api.postMessage({ id, type, params } satisfies PageMessage<T>);
  }) as Promise<Results[T]>;
}

/** Calls `listener` with each new state; the first one comes after `begin`. */
export function onState(listener: (state: PanelState) => void): void {
  stateListeners.add(listener);
}

/** The host wants the keyboard in the question box. */
export function onFocus(listener: () => void): () => void {
  focusListeners.add(listener);
  return () => focusListeners.delete(listener);
}

/** What was typed and not sent; it outlives a hidden view. */
export const draft = {
  get: (): string => {
    const saved = api.getState();
    return typeof saved === "object" && saved !== null && "draft" in saved ? String(saved.draft) : "";
  },
  set: (text: string): void => api.setState({ draft: text }),
};

/** Starts to listen, and asks the host for its state. */
export function begin(): void {
  window.addEventListener("message", ({ data }: MessageEvent<HostMessage>) => receive(data));
  void request("ready", {});
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
      revision = message.revision;
      setState(message.state);
      break;
    case "patch":
      if (state === null || message.revision !== revision + 1) {
        void request("ready", {});
        break;
      }
      revision = message.revision;
      setState(applyPatch(state, message.patch));
      break;
    case "focus":
      for (const listener of focusListeners) listener();
      break;
  }
}

function setState(next: PanelState): void {
  state = next;
  for (const listener of stateListeners) listener(next);
}
