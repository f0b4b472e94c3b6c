import { createHash } from "node:crypto";
import * as vscode from "vscode";
import { InterpreterError } from "../base/errors.ts";
import { t } from "../base/l10n.ts";
import type { Source } from "../thread/source.ts";
import type { Attachments, NewAttachment } from "./attachments.ts";
import type { EditorWatch } from "./editorWatch.ts";
import type { Handlers } from "./panelPort.ts";

interface Parts {
  readonly attachments: Attachments;
  readonly editors: EditorWatch;
  /** Whose next question it is; null: that of a new thread. */
  readonly threadId: () => string | null;
  readonly sourceOf: (uri: vscode.Uri) => Promise<Source>;
}

type AttachHandlers = Pick<
  Handlers,
  "attach" | "attachCurrentFile" | "attachSelection" | "attachUris" | "attachBytes" | "removeAttachment"
>;

/** How files come to the next question. */
export function createAttachHandlers({ attachments, editors, threadId, sourceOf }: Parts): AttachHandlers {
  // Its file is looked at right away, so that a folder, or what is gone, is refused while the person remembers it.
  const attachmentOf = async (uri: vscode.Uri): Promise<NewAttachment> => {
    const { name, bytes } = await sourceOf(uri);
    return { key: uri.toString(), name, bytes, source: () => sourceOf(uri) };
  };
  const addFiles = async (uris: readonly vscode.Uri[]): Promise<void> => {
    // The person may open another thread while the files are looked at.
    const owner = threadId();
    attachments.add(owner, await Promise.all(uris.map(attachmentOf)));
  };
  return {
    attach: async () => {
      const options = { canSelectMany: true, openLabel: t("Attach") };
      await addFiles((await vscode.window.showOpenDialog(options)) ?? []);
    },
    attachCurrentFile: async () => {
      const uri = editors.activeFile;
      if (uri === undefined) {
        throw new InterpreterError("user", "no_file", t("No file is open."), {
          action: t("Open one, or attach files by the button."),
        });
      }
      await addFiles([uri]);
    },
    attachSelection: async () => {
      const { file, text, lines } = editors.selected();
      const dot = file.lastIndexOf(".");
      const [stem, extension] = dot > 0 ? [file.slice(0, dot), file.slice(dot)] : [file, ".txt"];
      attachments.add(threadId(), [blobAttachment(`${stem}-${lines.join("-")}${extension}`, text)]);
    },
    attachUris: async ({ uris }) => addFiles(uris.map(fileUri)),
    attachBytes: async ({ name, bytes }) => attachments.add(threadId(), [blobAttachment(name, bytes)]),
    removeAttachment: async ({ id }) => attachments.remove([id]),
  };
}

function blobAttachment(name: string, content: string | Uint8Array): NewAttachment {
  const blob = new Blob([typeof content === "string" ? content : new Uint8Array(content)]);
  const source: Source = { name, bytes: blob.size, open: () => Promise.resolve(blob) };
  const key = `${name} ${createHash("sha256").update(content).digest("hex")}`;
  return { key, name, bytes: blob.size, source: () => Promise.resolve(source) };
}

function fileUri(text: string): vscode.Uri {
  let uri: vscode.Uri;
  try {
    uri = vscode.Uri.parse(text, true);
  } catch (cause) {
    throw notAFile(text, cause);
  }
  // A window on another machine names its files by that machine; this code runs there.
  if (uri.scheme === "vscode-remote") return vscode.Uri.file(uri.path);
  if (vscode.workspace.fs.isWritableFileSystem(uri.scheme) === undefined) throw notAFile(text);
  return uri;
}

function notAFile(text: string, cause?: unknown): InterpreterError {
  const message = t("What was dropped is no file that VS Code can read: {0}.", text.slice(0, 200));
  return new InterpreterError("user", "no_file", message, {
    action: t("Drop files from the explorer, holding Shift."),
    cause,
  });
}
