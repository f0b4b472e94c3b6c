import * as vscode from "vscode";
import { InterpreterError } from "../base/errors.ts";
import { t } from "../base/l10n.ts";

const MESSAGE_LENGTH = 400;

/** What a provider threw, which may be anything, as an error that tells a person what happened to `model`. */
export function explain(error: unknown, model: string): InterpreterError {
  if (error instanceof InterpreterError) return error;
  const said = textIn(error);
  const other = t("Ask again, or choose another model.");
  switch (codeOf(error)) {
    case "NoPermissions":
      return failure(
        "no_permission",
        t("VS Code does not let the Code Interpreter use {0}.", model),
        t("Allow it in the Accounts menu under Manage Language Model Access, or choose another model."),
        error,
      );
    case "Blocked":
      return failure(
        "blocked",
        t("{0} refused: {1}.", model, said),
        t("Its quota may be used up: wait a little, or choose another model."),
        error,
        429,
      );
    case "NotFound":
      return failure(
        "model_gone",
        t("{0} is not offered by VS Code any more.", model),
        t('Choose another model by the command "Interpreter: Select Model…".'),
        error,
      );
    case CANCELED:
      return failure("broken_off", t("{0} broke off its answer.", model), other, error);
    default:
      return failure(SAID, t("{0} failed: {1}.", model, said), other, error);
  }
}

/** What a provider said against a chat; null where VS Code says what it is about. */
export function objectionIn(error: unknown): string | null {
  const { cause, code } = error instanceof InterpreterError ? error : { cause: error, code: SAID };
  return code === SAID ? textIn(cause) : null;
}

// A failure of which VS Code does not say what it is about.
const SAID = "model_error";
const CANCELED = "Canceled";

// VS Code names its codes after the errors: NoPermissions, Blocked, NotFound.
function codeOf(error: unknown): string {
  if (error instanceof vscode.LanguageModelError) return error.code;
  return error instanceof Error && error.name === CANCELED ? CANCELED : "";
}

function failure(code: string, message: string, next: string, cause: unknown, status?: number) {
  const action = t("What was done so far is kept. {0}", next);
  return new InterpreterError("upstream", code, message, {
    action,
    cause,
    ...(status === undefined ? {} : { status }),
  });
}

/** The words in anything that was thrown, on one line. */
function textIn(error: unknown): string {
  const said = wordsIn(error)
    .replace(/\s+/g, " ")
    .replace(/[. ]+$/, "");
  if (said === "") return t("it gave no reason");
  return said.length > MESSAGE_LENGTH ? `${said.slice(0, MESSAGE_LENGTH)}…` : said;
}

function wordsIn(error: unknown): string {
  if (typeof error !== "object" || error === null) return typeof error === "string" ? error : "";
  const message = "message" in error && typeof error.message === "string" ? error.message : "";
  // VS Code wraps what a provider threw.
  if (message === "" && "cause" in error && error.cause !== error) return wordsIn(error.cause);
  return message;
}
