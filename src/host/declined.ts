import { InterpreterError } from "../base/errors.ts";
import { t } from "../base/l10n.ts";

/** The silent error where a person does not want a question to be sent; it says so where it is shown. */
export function declined(): InterpreterError {
  return new InterpreterError("cancelled", "declined", t("Nothing was sent."));
}
