import { type Disposable, Disposables } from "../base/disposables.ts";
import { Emitter } from "../base/emitter.ts";
import { Attachments } from "./attachments.ts";
import { EditorWatch } from "./editorWatch.ts";
import { createHandlers, type HandlerParts } from "./handlers.ts";
import type { PanelState } from "./messages.ts";
import type { PortSource } from "./panelPort.ts";

interface Parts extends HandlerParts {
  /** Parts of the state that others know; those that did not change are the same objects as before. */
  readonly surroundings: () => Pick<PanelState, "model" | "isAnalyst" | "suggestions" | "isTrusted">;
  /** Hears of changes of the surroundings. */
  readonly onDidChange: (listener: () => void) => Disposable;
}

/** What the chat panel shows and does, but for the address of the files, which only the view knows. */
export interface PanelSource extends Omit<PortSource, "state">, Disposable {
  readonly state: () => Omit<PanelState, "filesUri">;
}

/** Connects the panel to the thread that is open, to the editors, and to what waits to be sent. */
export function createPanelSource(parts: Parts): PanelSource {
  const { controller, samples, surroundings } = parts;
  const owned = new Disposables();
  const changed = owned.add(new Emitter<void>());
  const attachments = owned.add(new Attachments());
  const editors = owned.add(new EditorWatch());
  const tell = (): void => changed.emit();
  owned.add(controller.onDidChange(tell));
  owned.add(attachments.onDidChange(tell));
  owned.add(editors.onDidChange(tell));
  owned.add(parts.onDidChange(tell));
  return {
    state: () => {
      const { transcript, session } = controller;
      return {
        ...surroundings(),
        transcript,
        session,
        samples,
        attachments: attachments.of(transcript?.threadId ?? null),
        editor: editors.shown,
      };
    },
    handlers: createHandlers(parts, attachments, editors),
    onDidChange: changed.on,
    dispose: () => owned.dispose(),
  };
}
