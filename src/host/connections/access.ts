import { InterpreterError } from "../../base/errors.ts";
import { t } from "../../base/l10n.ts";
import { type Access, addressOf, hostOf } from "../../domain/connection.ts";
import type { ApiKeys } from "../apiKeys.ts";
import { silentToken } from "./microsoftSignIn.ts";
import type { SavedConnection } from "./savedConnection.ts";

/** What opens a connection: the key of its origin, or tokens. Throws InterpreterError where a key is missing. */
export async function accessTo({ connection, scopes }: SavedConnection, keys: ApiKeys): Promise<Access> {
  if (scopes.length > 0) return tokenAccess(scopes);
  const key = await keys.get(addressOf(connection));
  if (key !== undefined) return { kind: "key", key };
  // Servers of one's own often ask for none.
  if (connection.kind === "openai" || connection.kind === "assistants") return { kind: "none" };
  throw new InterpreterError("user", "no_key", t("There is no API key for {0}.", hostOf(connection)), {
    action: t('Set it by "Interpreter: Set API Key…".'),
  });
}

export function tokenAccess(scopes: readonly string[]): Access {
  return { kind: "token", token: () => silentToken(scopes) };
}
