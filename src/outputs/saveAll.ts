import * as vscode from "vscode";
import { InterpreterError } from "../base/errors.ts";
import { t } from "../base/l10n.ts";
import type { ThreadFile } from "../domain/transcript.ts";
import type { LastFolder } from "./lastFolder.ts";
import type { OutputsStore } from "./outputsStore.ts";
import { doJobs, type Job, madeBy, planJobs, type Saved, type Wish } from "./saveJobs.ts";
import { writeOutput } from "./writeOutput.ts";

/**
 * Asks for a folder once, and saves what the thread's code made or changed there. Nothing is replaced unless the person
 * says so; what fails does not keep the others from being saved, and is named at the end.
 */
export async function saveAll(
  store: OutputsStore,
  last: LastFolder,
  files: readonly ThreadFile[],
): Promise<void> {
  const made = madeBy(files);
  if (made.length === 0) {
    throw new InterpreterError("user", "no_outputs", t("The code of this thread has made no files yet."));
  }
  const folder = await askForFolder(last);
  if (folder === undefined) return;
  const exists = (place: string): Promise<boolean> => isThere(vscode.Uri.joinPath(folder, place));
  const jobs = await planJobs(made, process.platform === "win32", exists, askAbout);
  if (jobs === undefined) return;
  const saved = await saveTo(store, folder, jobs);
  await last.set(folder);
  report(vscode.workspace.asRelativePath(folder), saved, { jobs: jobs.length, files: made.length });
}

async function askForFolder(last: LastFolder): Promise<vscode.Uri | undefined> {
  const defaultUri = await last.get();
  const chosen = await vscode.window.showOpenDialog({
    title: t("Save all outputs to a folder"),
    openLabel: t("Save Here"),
    canSelectFiles: false,
    canSelectFolders: true,
    ...(defaultUri === undefined ? {} : { defaultUri }),
  });
  return chosen?.[0];
}

async function isThere(uri: vscode.Uri): Promise<boolean> {
  return vscode.workspace.fs.stat(uri).then(
    () => true,
    () => false,
  );
}

async function askAbout(present: readonly string[]): Promise<Wish | undefined> {
  const [first = ""] = present;
  const message =
    present.length === 1
      ? t("{0} is in that folder already.", first)
      : t("{0} of the files are in that folder already, e.g. {1}.", present.length, first);
  const detail = t("Keep Both saves the new ones with a number. Skip saves only the others.");
  const wishes: (vscode.MessageItem & { wish: Wish })[] = [
    { title: t("Keep Both"), wish: "keepBoth" },
    { title: t("Skip"), wish: "skip" },
    { title: t("Overwrite"), wish: "overwrite" },
  ];
  return (await vscode.window.showWarningMessage(message, { modal: true, detail }, ...wishes))?.wish;
}

async function saveTo(store: OutputsStore, folder: vscode.Uri, jobs: readonly Job[]): Promise<Saved> {
  const options = {
    location: vscode.ProgressLocation.Notification,
    title: t("Saving outputs"),
    cancellable: true,
  };
  return vscode.window.withProgress(options, (progress, token) => {
    const cancelling = new AbortController();
    const { signal } = cancelling;
    token.onCancellationRequested(() => cancelling.abort());
    const write = async ({ file, place, replace }: Job): Promise<void> => {
      progress.report({ message: place });
      await writeOutput(store, file, vscode.Uri.joinPath(folder, place), { replace, signal });
      progress.report({ increment: 100 / jobs.length });
    };
    return doJobs(jobs, write, signal);
  });
}

/** Says what was saved and what was not, and why. */
function report(where: string, { count, failed }: Saved, of: { jobs: number; files: number }): void {
  const said = [
    count === 1 ? t("1 file was saved to {0}.", where) : t("{0} files were saved to {1}.", count, where),
  ];
  if (of.files > of.jobs) said.push(t("Left as they were there already: {0}.", of.files - of.jobs));
  const left = of.jobs - count - failed.length;
  if (left > 0) said.push(t("Cancelled before the others were saved: {0}.", left));
  if (failed.length === 0) {
    void vscode.window.showInformationMessage(said.join(" "));
    return;
  }
  said.push(t("Not saved: {0}", failed.join(" ")));
  throw new InterpreterError("user", "not_all_saved", said.join(" "), {
    action: t("All of them are kept in their thread."),
  });
}
