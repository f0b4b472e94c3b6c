import * as vscode from "vscode";
import { cancelled } from "../../base/errors.ts";
import { t } from "../../base/l10n.ts";
import {
  type Access,
  addressOf,
  type AssistantsConnection,
  type HostedConnection,
} from "../../domain/connection.ts";
import type { ApiKeys } from "../apiKeys.ts";
import { askForKey } from "../askForKey.ts";
import { pickModelName } from "../modelPick.ts";
import { tokenAccess } from "./access.ts";
import {
  askForAddress,
  askForApiVersion,
  askForKind,
  askForName,
  askForServersModel,
  askForSignIn,
  kindName,
} from "./askConnection.ts";
import { askForPlace } from "./askForPlace.ts";
import { type ConnectionSettings, LOCAL } from "./connectionSettings.ts";
import { type TestConnection, reportOf, testVisibly } from "./testVisibly.ts";
import { deploymentsOf } from "./deployments.ts";
import { signIn } from "./microsoftSignIn.ts";
import type { PastedAddress } from "./pastedAddress.ts";
import { DEFAULT_SCOPES, maySignIn, type SavedConnection } from "./savedConnection.ts";
import { usualName } from "./usualName.ts";

interface Parts {
  readonly settings: ConnectionSettings;
  readonly keys: ApiKeys;
  readonly test: TestConnection;
}

/** What was answered so far, none of it kept yet. */
interface Draft {
  readonly saved: Omit<SavedConnection, "name">;
  readonly access: Access;
  /** One that was typed in; none: there is one already, or none is needed. */
  readonly newKey: string | undefined;
}

/**
 * Asks for a connection step by step, tests and chooses it. Nothing is kept before the last step. Throws the silent error
 * when the person leaves.
 */
export async function addConnection({ settings, keys, test }: Parts): Promise<void> {
  const kind = await askForKind();
  const title = t("Add Connection: {0}", kindName(kind));
  const pasted = await askForAddress(kind, title);
  const { saved, access, newKey } =
    kind === "assistants"
      ? await describeServer(pasted, keys, title)
      : await describeProvider(kind, pasted, keys, title);
  await tryOut(test, title, saved.connection, access);
  const taken = [LOCAL, ...settings.names];
  const name = await askForName(title, usualName(saved.connection, taken), taken);
  if (newKey !== undefined) await keys.set(addressOf(saved.connection), newKey);
  await settings.save({ ...saved, name });
  await settings.choose(name);
  void vscode.window.showInformationMessage(t("{0} answers from now on.", name));
}

async function describeServer({ url: baseURL }: PastedAddress, keys: ApiKeys, title: string): Promise<Draft> {
  const { access, newKey } = await keyFor(baseURL, keys, title);
  const model = await askForServersModel(title);
  const connection: AssistantsConnection = { kind: "assistants", baseURL, model };
  return { saved: { connection, isPlaceChosen: true, scopes: [] }, access, newKey };
}

async function describeProvider(
  kind: HostedConnection["kind"],
  { url, deployment, apiVersion: pastedVersion }: PastedAddress,
  keys: ApiKeys,
  title: string,
): Promise<Draft> {
  const apiVersion = kind === "azure" ? (pastedVersion ?? (await askForApiVersion(title))) : "v1";
  const proof = kind === "openai" || !maySignIn(url) ? "key" : await askForSignIn(title);
  const scopes = kind !== "openai" && proof === "microsoft" ? [DEFAULT_SCOPES[kind]] : [];
  if (scopes.length > 0) await signIn(scopes, new URL(url).host);
  const { access, newKey } =
    scopes.length > 0
      ? { access: tokenAccess(scopes), newKey: undefined }
      : await keyFor(url, keys, title, kind !== "openai");
  const list = (signal: AbortSignal) => deploymentsOf({ kind, url }, access, signal);
  const model = await pickModelName(title, list, deployment);
  if (model === undefined) throw cancelled();
  const runsCode = await askForPlace(new URL(url).host, title);
  const connection: HostedConnection =
    kind === "openai"
      ? { kind, baseURL: url, model, runsCode }
      : kind === "azure"
        ? { kind, endpoint: url, deployment: model, apiVersion, signIn: proof, runsCode }
        : { kind, endpoint: url, model, signIn: proof, runsCode };
  return { saved: { connection, isPlaceChosen: true, scopes }, access, newKey };
}

async function keyFor(
  url: string,
  keys: ApiKeys,
  title: string,
  isNeeded = false,
): Promise<Pick<Draft, "access" | "newKey">> {
  const kept = await keys.get(url);
  const typed = await askForKey({ host: new URL(url).host, title, isKept: kept !== undefined, isNeeded });
  if (typed === undefined) throw cancelled();
  const key = typed === "" ? kept : typed;
  return {
    access: key === undefined ? { kind: "none" } : { kind: "key", key },
    newKey: typed === "" ? undefined : typed,
  };
}

/** Resolves when it works, or when the person wants it all the same. */
async function tryOut(
  test: TestConnection,
  title: string,
  connection: SavedConnection["connection"],
  access: Access,
): Promise<void> {
  const result = await testVisibly(test, new URL(addressOf(connection)).host, connection, async () => access);
  if (result.ok) return;
  const save = t("Save All the Same");
  const message = t("{0}: it does not work yet.", title);
  const options = { modal: true, detail: reportOf(result) };
  if ((await vscode.window.showWarningMessage(message, options, save)) !== save) throw cancelled();
}
