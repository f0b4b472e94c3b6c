import * as vscode from "vscode";
import { type Disposable, Disposables } from "../base/disposables.ts";
import { Emitter } from "../base/emitter.ts";
import { followUpsOf } from "../thread/followUps.ts";
import { Attachments } from "./attachments.ts";
import { EditorWatch } from "./editorWatch.ts";
import { createHandlers, type HandlerParts } from "./handlers.ts";
import type { PanelState } from "./messages.ts";
import type { PortSource } from "./panelPort.ts";

const NONE: readonly string[] = [];

interface Parts extends HandlerParts {
  /** Who answers. */
  readonly model: () => Pick<PanelState, "model" | "isAnalyst" | "codeAt">;
  /** The file that the active tab shows. */
  readonly activeFile: () => vscode.Uri | undefined;
  /** Whether questions that could come next are to be offered. */
  readonly offersFollowUps: () => boolean;
  /** Hears of changes of these two. */
  readonly onDidChange: (listener: () => void) => Disposable;
}

/** What the chat panel shows and does, but for the address of the files, which only the view knows. */
export interface PanelSource extends Omit<PortSource, "state">, Disposable {
  readonly state: () => Omit<PanelState, "filesUri">;
}

/** Connects the panel to the thread that is open, to the editors, and to what waits to be sent. */
export function createPanelSource(parts: Parts): PanelSource {
  const { controller, samples, model, offersFollowUps } = parts;
  const owned = new Disposables();
  const changed = owned.add(new Emitter<void>());
  const attachments = owned.add(new Attachments());
  const editors = owned.add(new EditorWatch(parts.activeFile));
  const tell = (): void => changed.emit();
  owned.add(controller.onDidChange(tell));
  owned.add(attachments.onDidChange(tell));
  owned.add(editors.onDidChange(tell));
  owned.add(parts.onDidChange(tell));
  owned.add(vscode.workspace.onDidGrantWorkspaceTrust(tell));
  return {
    state: () => {
      const { transcript, session, fault } = controller;
      const isOffering = transcript !== null && offersFollowUps();
      return {
        ...model(),
        transcript,
        session,
        fault,
        suggestions: isOffering ? followUpsOf(transcript) : NONE,
        isTrusted: vscode.workspace.isTrusted,
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
