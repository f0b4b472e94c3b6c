import { Emitter } from "../../src/base/emitter.ts";
import type { PanelState } from "../../src/panel/messages.ts";
import type { Handlers, PortSource } from "../../src/panel/panelPort.ts";

const nothing = (): Promise<void> => Promise.resolve();
const HANDLERS: Handlers = {
  send: nothing,
  sendQueued: nothing,
  removeQueued: nothing,
  attach: nothing,
  attachCurrentFile: nothing,
  attachSelection: nothing,
  attachUris: nothing,
  attachBytes: nothing,
  removeAttachment: nothing,
  history: () => Promise.resolve([]),
  openThread: nothing,
  renameThread: nothing,
  deleteThread: nothing,
  openFile: nothing,
  saveFile: nothing,
  openSent: nothing,
  openSample: nothing,
  copy: nothing,
  revealFile: nothing,
  insertCode: nothing,
  openText: nothing,
  runCode: nothing,
};

/** Where a port gets what it shows: a state that the test changes, and handlers that do nothing. */
export class FakeSource implements PortSource {
  current: PanelState;
  readonly handlers: Handlers;
  /** Ports that listen now. */
  listeners = 0;
  readonly #changed = new Emitter<void>();

  constructor(state: Partial<PanelState> = {}, handlers: Partial<Handlers> = {}) {
    this.current = { ...EMPTY, ...state };
    this.handlers = { ...HANDLERS, ...handlers };
  }

  readonly state = (): PanelState => this.current;

  readonly onDidChange: PortSource["onDidChange"] = (listener) => {
    this.listeners++;
    const subscription = this.#changed.on(listener);
    return {
      dispose: () => {
        this.listeners--;
        subscription.dispose();
      },
    };
  };

  change(state: Partial<PanelState>): void {
    this.current = { ...this.current, ...state };
    this.#changed.emit();
  }
}

const EMPTY: PanelState = {
  transcript: null,
  model: "Built-in analyst",
  isAnalyst: true,
  codeAt: null,
  filesUri: "files:",
  samples: [],
  session: null,
  attachments: [],
  suggestions: [],
  editor: null,
  fault: null,
  isTrusted: true,
};
