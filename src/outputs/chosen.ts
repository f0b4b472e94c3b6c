import * as vscode from "vscode";
import { InterpreterError } from "../base/errors.ts";
import { t } from "../base/l10n.ts";
import type { ThreadFile } from "../domain/transcript.ts";
import { type FileArgument, SCHEME, type ThreadArgument } from "../manifest.ts";
import { findFile, originalsOf } from "./listing.ts";
import { baseName } from "./saveNames.ts";
import { type Place, placeOf } from "./place.ts";
import { isGone } from "./threadFolder.ts";
import type { ThreadFolders } from "./threadFolders.ts";

/** A thread's file that an act is about. */
export interface ChosenFile {
  readonly threadId: string;
  readonly file: ThreadFile;
}

/**
 * The file that the argument names, or else the active tab shows. Throws InterpreterError of kind "user" when that is
 * no file of a thread, or is gone.
 */
export async function chosenFile(
  folders: ThreadFolders,
  argument: FileArgument | undefined,
  active: vscode.Uri | undefined,
): Promise<ChosenFile> {
  const place = placeIn(argument?.uri ?? active);
  if (place === null || place.threadId === null || place.name === "") {
    throw new InterpreterError("user", "no_output", t("No file of a thread is chosen."), {
      action: t("Choose one in the Outputs view, or open it in an editor."),
    });
  }
  const { threadId, name, isOriginal } = place;
  const files = await filesOf(folders, threadId);
  const file = findFile(isOriginal ? originalsOf(files) : files, name);
  if (file !== undefined) return { threadId, file };
  throw new InterpreterError("user", "no_output", t("{0} is not there any more.", baseName(name)));
}

/** The thread that the argument names, or the active tab's file belongs to, or else the open one. */
export function chosenThread(
  argument: ThreadArgument | undefined,
  active: vscode.Uri | undefined,
  open: string | undefined,
): string {
  // Menus of VS Code's own may pass something else.
  const given = typeof argument?.threadId === "string" ? argument.threadId : undefined;
  const threadId = given ?? placeIn(active)?.threadId ?? open;
  if (threadId !== undefined) return threadId;
  throw new InterpreterError("user", "no_thread", t("No thread is open."), {
    action: t("Ask a question, or open a thread from the history."),
  });
}

/** A thread's files; a thread that is gone is said in a sentence for people. */
export async function filesOf(folders: ThreadFolders, threadId: string): Promise<readonly ThreadFile[]> {
  try {
    return await folders.files(threadId);
  } catch (cause) {
    if (!isGone(cause)) throw cause;
    throw new InterpreterError("user", "no_thread", t("This thread was deleted, and its files with it."), {
      cause,
    });
  }
}

function placeIn(uri: vscode.Uri | undefined): Place | null {
  return uri instanceof vscode.Uri && uri.scheme === SCHEME ? placeOf(uri.path) : null;
}
