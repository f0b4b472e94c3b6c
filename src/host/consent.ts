import * as vscode from "vscode";
import { InterpreterError } from "../base/errors.ts";
import { t } from "../base/l10n.ts";
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

  /** Resolves once it is confirmed that questions may go to `model` there; throws the silent error when it is not. */
  async ensure(destination: Destination, model: string): Promise<void> {
    if (this.isGiven(destination)) return;
    const { id } = destination;
    const asked = this.#open.get(id) ?? ask(destination, model);
    this.#open.set(id, asked);
    try {
      if (!(await asked)) throw new InterpreterError("cancelled", "declined", t("Nothing was sent."));
      await this.#remembered.confirm(id);
    } finally {
      this.#open.delete(id);
    }
  }
}

async function ask({ name, isEncrypted }: Destination, model: string): Promise<boolean> {
  const send = t("Send");
  const detail = [
    t(
      "{0} gets your questions, the code it writes, what the code prints, up to four pictures that the code shows, and the names of your files. The files themselves stay on this machine, and the code runs here.",
      name,
    ),
    ...(isEncrypted ? [] : [t("The connection is not encrypted: others on the network can read along.")]),
    t("You are asked once for {0}.", name),
  ].join("\n\n");
  const question = t("Send your questions to {0} at {1}?", model, name);
  return (await vscode.window.showWarningMessage(question, { modal: true, detail }, send)) === send;
}
