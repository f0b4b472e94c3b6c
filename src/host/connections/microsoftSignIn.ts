import * as vscode from "vscode";
import { InterpreterError, messageOf } from "../../base/errors.ts";
import { t } from "../../base/l10n.ts";
import { declined } from "../declined.ts";

const PROVIDER = "microsoft";
// VS Code's own application is not known to every resource.
const NOT_PREAUTHORIZED = "AADSTS65002";

/**
 * A token of the person's Microsoft account. VS Code renews it, so it is asked for anew with every request; nobody is
 * bothered for it. Throws InterpreterError when the person has to sign in again.
 */
export async function silentToken(scopes: readonly string[]): Promise<string> {
  const session = await ask(scopes, { silent: true });
  if (session !== undefined) return session.accessToken;
  throw new InterpreterError(
    "upstream",
    "signed_out",
    t("You are not signed in with Microsoft, or not any more."),
    {
      action: t('Ask again, and sign in when VS Code asks for it; or run "Interpreter: Test Connection…".'),
    },
  );
}

/** Has the person sign in where that is due. Throws the silent error when it is declined. */
export async function signIn(scopes: readonly string[], name: string): Promise<void> {
  if ((await ask(scopes, { silent: true })) !== undefined) return;
  const detail = t('Requests to "{0}" carry a token of your Microsoft account.', name);
  if ((await ask(scopes, { createIfNone: { detail } })) === undefined) throw declined();
}

async function ask(
  scopes: readonly string[],
  options: vscode.AuthenticationGetSessionOptions,
): Promise<vscode.AuthenticationSession | undefined> {
  try {
    return await vscode.authentication.getSession(PROVIDER, scopes, options);
  } catch (error) {
    throw explained(error, options.silent === true);
  }
}

function explained(cause: unknown, isSilent: boolean): InterpreterError {
  const said = messageOf(cause);
  if (!isSilent && /did not consent|cancel/i.test(said)) return declined();
  const isUnknown = said.includes(NOT_PREAUTHORIZED);
  const message = isUnknown
    ? t("This resource does not take sign-ins by VS Code ({0}).", NOT_PREAUTHORIZED)
    : t("Signing in with Microsoft failed: {0}", said);
  const action = isUnknown
    ? t("Use an API key for this connection, or ask who administers the resource.")
    : t("Try again, or use an API key for this connection.");
  return new InterpreterError("upstream", "sign_in_failed", message, { action, cause });
}
