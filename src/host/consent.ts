import * as vscode from "vscode";
import { InterpreterError } from "../base/errors.ts";
import { t } from "../base/l10n.ts";
import { declined } from "./declined.ts";
import type { Destination } from "./choice.ts";
import type { Remembered } from "./remembered.ts";

/** Asks once for each place that questions go to, and remembers what was confirmed. */
export class Consent {
  readonly #remembered: Remembered;
  // Two questions that are asked at once get one dialog.
  readonly #open = new Map<string, Promise<boolean>>();

  constructor(remembered: Remembered) {
    this.#remembered = remembered;
  }

  isGiven({ id }: Destination): boolean {
    return this.#remembered.hasConfirmed(id);
  }

  /** Throws InterpreterError of kind "policy" where it is not given: runs come in by other doors than ours, too. */
  assertGiven(destination: Destination): void {
    if (this.isGiven(destination)) return;
    const message = t(
      "Nothing was sent to {0}: it was not confirmed yet that questions may go there.",
      destination.name,
    );
    throw new InterpreterError("policy", "not_confirmed", message, {
      action: t("Ask once in the chat panel of VS Code and confirm it there, or choose another model."),
    });
  }

  /** Resolves once it is confirmed that questions may go to `model` there; throws the silent error when it is not. */
  async ensure(destination: Destination, model: string): Promise<void> {
    if (this.isGiven(destination)) return;
    const { id } = destination;
    const asked = this.#open.get(id) ?? ask(destination, model);
    this.#open.set(id, asked);
    try {
      if (!(await asked)) throw declined();
      await this.#remembered.confirm(id);
    } finally {
      this.#open.delete(id);
    }
  }
}

async function ask(destination: Destination, model: string): Promise<boolean> {
  const send = t("Send");
  const { name, isEncrypted, takes, scope } = destination;
  const detail = [
    takes === "words"
      ? t(
          "{0} gets your questions, the code it writes, what the code prints, up to four pictures that the code shows, and the names of your files. The files themselves stay on this machine, and the code runs here.",
          name,
        )
      : t(
          "{0} gets your questions and all files of the thread: they are uploaded, also those that earlier code made, and the code runs there. What it makes is copied back to this machine.",
          name,
        ),
    ...(scope === undefined
      ? []
      : [t("Requests carry a token of your Microsoft account for {0}.", scope.replace(/\/\.default$/, ""))]),
    ...(isEncrypted ? [] : [t("The connection is not encrypted: others on the network can read along.")]),
    t("You are asked once for {0}.", name),
  ].join("\n\n");
  const question =
    takes === "words"
      ? t("Send your questions to {0} at {1}?", model, name)
      : t("Send your questions and files to {0} at {1}?", model, name);
  return (await vscode.window.showWarningMessage(question, { modal: true, detail }, send)) === send;
}
