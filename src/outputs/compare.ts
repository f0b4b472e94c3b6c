import * as vscode from "vscode";
import { t } from "../base/l10n.ts";
import type { ChosenFile } from "./chosen.ts";
import { originalUri, outputUri } from "./outputsFileSystem.ts";
import type { OutputsStore } from "./outputsStore.ts";
import { baseName } from "./saveNames.ts";

// As much as VS Code itself looks at to tell text from other bytes.
const HEAD_BYTES = 512;

/** Shows what code changed in a file that was given; says so where there is nothing to be compared. */
export async function compare(store: OutputsStore, { threadId, file }: ChosenFile): Promise<void> {
  const name = baseName(file.name);
  const { original } = file;
  if (original === undefined) {
    const why =
      file.role === "input"
        ? t("{0} was not changed: it is as it was given.", name)
        : t("{0} was made by code: there is no original to compare it with.", name);
    void vscode.window.showInformationMessage(why);
    return;
  }
  const [before, after] = [originalUri(threadId, file.name), outputUri(threadId, file.name)];
  if ((await isBinary(store, original.id)) || (await isBinary(store, file.id))) {
    await offerBoth(name, before, after);
    return;
  }
  await vscode.commands.executeCommand(
    "vscode.diff",
    before,
    after,
    t("{0} (given ↔ changed by code)", name),
  );
}

async function offerBoth(name: string, before: vscode.Uri, after: vscode.Uri): Promise<void> {
  const both = t("Open Both");
  const said = t(
    "{0} was changed by code. It is not text, so that its versions cannot be compared line by line.",
    name,
  );
  if ((await vscode.window.showInformationMessage(said, both)) !== both) return;
  await vscode.commands.executeCommand("vscode.open", before, { preview: false });
  await vscode.commands.executeCommand("vscode.open", after, vscode.ViewColumn.Beside);
}

/** Whether the file begins with bytes that no text has; UTF-16 has them, and says that it is text by its first two. */
async function isBinary(store: OutputsStore, fileId: string): Promise<boolean> {
  const head = await headOf(await store.open(fileId));
  const isUtf16 = (head[0] === 0xff && head[1] === 0xfe) || (head[0] === 0xfe && head[1] === 0xff);
  return !isUtf16 && head.includes(0);
}

async function headOf(bytes: ReadableStream<Uint8Array>): Promise<Uint8Array> {
  for await (const piece of bytes) return piece.subarray(0, HEAD_BYTES);
  return new Uint8Array();
}
