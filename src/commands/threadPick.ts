import { isDeepStrictEqual } from "node:util";
import * as vscode from "vscode";
import { Disposables } from "../base/disposables.ts";
import { t } from "../base/l10n.ts";
import type { ThreadController } from "../thread/threadController.ts";

const LOOK_AGAIN_MS = 2000;

type Thread = Awaited<ReturnType<ThreadController["history"]>>[number];

interface ThreadItem extends vscode.QuickPickItem {
  readonly thread: Thread;
}

/** A list of all threads to choose from, which can also be renamed and deleted in it. */
export class ThreadPick {
  readonly #controller: ThreadController;
  readonly #owned = new Disposables();
  readonly #pick = this.#owned.add(vscode.window.createQuickPick<ThreadItem>());
  readonly #rename = { iconPath: new vscode.ThemeIcon("edit"), tooltip: t("Rename") };
  readonly #delete = { iconPath: new vscode.ThemeIcon("trash"), tooltip: t("Delete") };
  readonly #chosen = Promise.withResolvers<string | undefined>();
  #threads: readonly Thread[] | null = null;
  // A question about a thread takes the list's place for a while.
  #isAway = false;

  constructor(controller: ThreadController) {
    this.#controller = controller;
    const pick = this.#pick;
    pick.title = t("Open a thread");
    pick.placeholder = t("Search by title or date");
    pick.matchOnDescription = true;
    this.#owned.add(pick.onDidAccept(() => this.#chosen.resolve(pick.selectedItems[0]?.thread.id)));
    this.#owned.add(
      pick.onDidHide(() => {
        if (!this.#isAway) this.#chosen.resolve(undefined);
      }),
    );
    this.#owned.add(
      pick.onDidTriggerItemButton(({ item, button }) => {
        const act = (): Promise<void> =>
          button === this.#rename ? this.#askName(item.thread) : this.#confirmDelete(item.thread);
        this.#away(act).catch(this.#chosen.reject);
      }),
    );
    // Runs begin and end meanwhile, in other windows too.
    const looking = setInterval(() => void this.#load().catch(this.#chosen.reject), LOOK_AGAIN_MS);
    this.#owned.add({ dispose: () => clearInterval(looking) });
  }

  /** The id of the thread that the person chose; undefined when none. */
  async choose(): Promise<string | undefined> {
    try {
      this.#pick.busy = true;
      this.#pick.show();
      this.#load().catch(this.#chosen.reject);
      return await this.#chosen.promise;
    } finally {
      await this.#owned.dispose();
    }
  }

  async #load(): Promise<void> {
    const threads = await this.#controller.history();
    if (isDeepStrictEqual(threads, this.#threads)) return;
    this.#threads = threads;
    const activeId = this.#pick.activeItems[0]?.thread.id;
    const items = threads.map((thread) => this.#itemOf(thread));
    this.#pick.items = items;
    const active = items.filter(({ thread }) => thread.id === activeId);
    if (active.length > 0) this.#pick.activeItems = active;
    this.#pick.busy = false;
  }

  #itemOf(thread: Thread): ThreadItem {
    const isOpen = thread.id === this.#controller.transcript?.threadId;
    const date = new Date(thread.updatedAt).toLocaleString(vscode.env.language, {
      dateStyle: "medium",
      timeStyle: "short",
    });
    const facts = [date, ...(isOpen ? [t("open")] : []), ...(thread.isBusy ? [t("running")] : [])];
    return {
      thread,
      label: thread.title === "" ? t("Untitled thread") : thread.title,
      description: facts.join(" · "),
      iconPath: new vscode.ThemeIcon(thread.isBusy ? "loading~spin" : "comment-discussion"),
      buttons: [this.#rename, this.#delete],
    };
  }

  /** Does something that takes the list's place, then shows it again as it is by then. */
  async #away(act: () => Promise<void>): Promise<void> {
    this.#isAway = true;
    this.#pick.hide();
    await act();
    // Hidden, it has forgotten what was in it.
    this.#threads = null;
    await this.#load();
    // A dialog that closes gives the keyboard back to where it was, which would close the list.
    this.#pick.ignoreFocusOut = true;
    this.#pick.show();
    this.#isAway = false;
  }

  async #askName({ id, title }: Thread): Promise<void> {
    const name = await vscode.window.showInputBox({
      title: t("Rename the thread"),
      prompt: t("Empty: named by its first question again."),
      value: title,
    });
    if (name !== undefined) await this.#controller.rename(id, name);
  }

  async #confirmDelete({ id, title }: Thread): Promise<void> {
    const yes = t("Delete");
    const answer = await vscode.window.showWarningMessage(
      t("Delete “{0}”?", title === "" ? t("Untitled thread") : title),
      { modal: true, detail: t("Its questions, answers and files are deleted for good.") },
      yes,
    );
    if (answer === yes) await this.#controller.delete(id);
  }
}
