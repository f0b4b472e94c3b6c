import { homedir } from "node:os";
import * as vscode from "vscode";
import { InterpreterError } from "../../base/errors.ts";
import { t } from "../../base/l10n.ts";
import { isBusy, type Transcript } from "../../domain/transcript.ts";
import { SCHEME } from "../../manifest.ts";
import { safeStem } from "./fileName.ts";
import { markdownOf } from "./markdown.ts";
import { notebookOf } from "./notebook.ts";
import { type Pictures, picturesOf, readPictures } from "./pictures.ts";
import { plainTextOf } from "./plainText.ts";
import { nameOf, orNoFolder, saveWhole } from "./saveWhole.ts";
import { scriptOf } from "./script.ts";
import { threadTitle } from "./summary.ts";

interface Parts {
  /** The open thread. */
  readonly transcript: () => Transcript | null;
  readonly content: (fileId: string) => Promise<Uint8Array>;
}

/** The open thread as a document of another kind; each asks where to save it, and opens it. */
export class ThreadExports {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  async notebook(): Promise<void> {
    const transcript = this.#transcript();
    const uri = await askWhere(transcript, "ipynb", t("Notebook"));
    if (uri === undefined) return;
    const pictures = await this.#pictures(transcript);
    await saveWhole(uri, utf8(notebookOf(transcript, pictures)));
    await opened(uri);
  }

  async markdown(): Promise<void> {
    const transcript = this.#transcript();
    const uri = await askWhere(transcript, "md", t("Markdown"));
    if (uri === undefined) return;
    const folder = vscode.Uri.joinPath(uri, "..", `${nameOf(uri).replace(/\.[^.]*$/, "")}_files`);
    const document = markdownOf(transcript, await this.#pictures(transcript), nameOf(folder));
    await orNoFolder(folder, async () => {
      for (const { name, bytes } of document.pictures) {
        await saveWhole(vscode.Uri.joinPath(folder, name), bytes);
      }
      // Last, so that no document names pictures that are not there.
      await saveWhole(uri, utf8(document.text));
    });
    await opened(uri);
  }

  async python(): Promise<void> {
    const transcript = this.#transcript();
    const uri = await askWhere(transcript, "py", t("Python"));
    if (uri === undefined) return;
    await saveWhole(uri, utf8(scriptOf(transcript)));
    await opened(uri);
  }

  /** Opens the transcript as plain text, for screen readers and for search; nothing is saved. */
  async transcriptAsText(): Promise<void> {
    const content = plainTextOf(this.#transcript());
    const document = await vscode.workspace.openTextDocument({ content, language: "plaintext" });
    await vscode.window.showTextDocument(document, { preview: false });
  }

  #transcript(): Transcript {
    const transcript = this.#parts.transcript();
    if (transcript !== null && transcript.turns.length > 0) return transcript;
    throw new InterpreterError("user", "empty_thread", t("There is no thread open that could be exported."), {
      action: t("Ask a question, or open a thread, and try again."),
    });
  }

  async #pictures(transcript: Transcript): Promise<Pictures> {
    const pictures = await readPictures(transcript, this.#parts.content);
    const missing = picturesOf(transcript).filter(({ id }) => !pictures.has(id));
    if (missing.length > 0) {
      const names = [...new Set(missing.map(({ name }) => name))].join(", ");
      void vscode.window.showWarningMessage(
        t("Some pictures could not be read; the export says so in their place: {0}.", names),
      );
    }
    return pictures;
  }
}

/** Where to save; undefined when the person does not want to. A run that works goes on meanwhile. */
async function askWhere(
  transcript: Transcript,
  extension: string,
  kind: string,
): Promise<vscode.Uri | undefined> {
  if (isBusy(transcript)) {
    void vscode.window.showInformationMessage(
      t("The run still works: what it has until now is exported. Export again once it has ended."),
    );
  }
  // A thread's own folder may be in the workspace, too, and nothing can be written there.
  const folders = vscode.workspace.workspaceFolders ?? [];
  const folder = folders.find(({ uri }) => uri.scheme !== SCHEME)?.uri ?? vscode.Uri.file(homedir());
  return vscode.window.showSaveDialog({
    title: t("Export Thread"),
    saveLabel: t("Export"),
    defaultUri: vscode.Uri.joinPath(folder, `${safeStem(threadTitle(transcript))}.${extension}`),
    filters: { [kind]: [extension] },
  });
}

async function opened(uri: vscode.Uri): Promise<void> {
  await vscode.commands.executeCommand("vscode.open", uri, { preview: false });
}

function utf8(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}
