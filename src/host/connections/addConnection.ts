import * as vscode from "vscode";
import { cancelled } from "../../base/errors.ts";
import { t } from "../../base/l10n.ts";
import {
  type Access,
  addressOf,
  type AssistantsConnection,
  type CodePlace,
  type HostedConnection,
  hostOf,
  type SignIn,
} from "../../domain/connection.ts";
import type { ApiKeys } from "../apiKeys.ts";
import { askForKey } from "../askForKey.ts";
import { pickModelName } from "../modelPick.ts";
import { type Ask, inSteps, WentBack } from "../steps.ts";
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
import type { ConnectionSettings } from "./connectionSettings.ts";
import { LOCAL } from "./local.ts";
import { type TestConnection, reportOf, testVisibly } from "./testVisibly.ts";
import { deploymentsOf } from "./deployments.ts";
import { signIn } from "./microsoftSignIn.ts";
import { type PastedAddress, takeApart } from "./pastedAddress.ts";
import { DEFAULT_SCOPES, maySignIn, type SavedConnection } from "./savedConnection.ts";
import { usualName } from "./usualName.ts";

interface Parts {
  readonly settings: ConnectionSettings;
  readonly keys: ApiKeys;
  readonly test: TestConnection;
}

/** What was answered, none of it kept yet. */
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
  const { saved, newKey } = await inSteps(async (ask) => {
    const kind = await ask(askForKind);
    const title = t("Add Connection: {0}", kindName(kind));
    const address = await ask<string>((at) => askForAddress(kind, title, at));
    const pasted = takeApart(kind, address);
    const draft =
      kind === "assistants"
        ? await describeServer(ask, pasted, keys, title)
        : await describeProvider(ask, kind, pasted, keys, title);
    const { connection } = draft.saved;
    await tryOut(test, title, connection, draft.access);
    const taken = [LOCAL, ...settings.names];
    const usual = usualName(connection, taken);
    const name = await ask<string>((at) => askForName(title, usual, taken, at));
    return { saved: { ...draft.saved, name }, newKey: draft.newKey };
  });
  if (newKey !== undefined) await keys.set(addressOf(saved.connection), newKey);
  await settings.save(saved);
  await settings.choose(saved.name);
  void vscode.window.showInformationMessage(t("{0} answers from now on.", saved.name));
}

async function describeServer(
  ask: Ask,
  { url: baseURL }: PastedAddress,
  keys: ApiKeys,
  title: string,
): Promise<Draft> {
  const { access, newKey } = await keyFor(ask, baseURL, keys, title);
  const model = await ask<string>((at) => askForServersModel(title, at));
  const connection: AssistantsConnection = { kind: "assistants", baseURL, model };
  return { saved: { connection, isPlaceChosen: true, scopes: [] }, access, newKey };
}

async function describeProvider(
  ask: Ask,
  kind: HostedConnection["kind"],
  { url, deployment, apiVersion: pastedVersion }: PastedAddress,
  keys: ApiKeys,
  title: string,
): Promise<Draft> {
  const { host } = new URL(url);
  const isVersioned = kind === "azure" && pastedVersion === undefined;
  const apiVersion = isVersioned
    ? await ask<string>((at) => askForApiVersion(title, at))
    : (pastedVersion ?? "v1");
  const proof =
    kind === "openai" || !maySignIn(url) ? "key" : await ask<SignIn>((at) => askForSignIn(title, at));
  const scopes = kind !== "openai" && proof === "microsoft" ? [DEFAULT_SCOPES[kind]] : [];
  if (scopes.length > 0) await signIn(scopes, host);
  const { access, newKey } =
    scopes.length > 0
      ? { access: tokenAccess(scopes), newKey: undefined }
      : await keyFor(ask, url, keys, title, kind !== "openai");
  const models = (signal: AbortSignal) => deploymentsOf({ kind, url }, access, signal);
  const model = await ask<string>((at) => pickModelName({ title, models, likely: deployment, at }));
  const runsCode = await ask<CodePlace>((at) => askForPlace(host, title, at));
  const connection: HostedConnection =
    kind === "openai"
      ? { kind, baseURL: url, model, runsCode }
      : kind === "azure"
        ? { kind, endpoint: url, deployment: model, apiVersion, signIn: proof, runsCode }
        : { kind, endpoint: url, model, signIn: proof, runsCode };
  return { saved: { connection, isPlaceChosen: true, scopes }, access, newKey };
}

async function keyFor(
  ask: Ask,
  url: string,
  keys: ApiKeys,
  title: string,
  isNeeded = false,
): Promise<Pick<Draft, "access" | "newKey">> {
  const kept = await keys.get(url);
  const { host } = new URL(url);
  const isKept = kept !== undefined;
  const typed = await ask<string>((at) => askForKey({ host, title, isKept, isNeeded, at }));
  const key = typed === "" ? kept : typed;
  return {
    access: key === undefined ? { kind: "none" } : { kind: "key", key },
    newKey: typed === "" ? undefined : typed,
  };
}

/** Resolves when it works, or when the person wants it all the same. Throws `WentBack`, and the silent error. */
async function tryOut(
  test: TestConnection,
  title: string,
  connection: SavedConnection["connection"],
  access: Access,
): Promise<void> {
  const result = await testVisibly(test, hostOf(connection), connection, async () => access);
  if (result.ok) return;
  const back = t("Go Back");
  const save = t("Save All the Same");
  const message = t("{0}: it does not work yet.", title);
  const options = { modal: true, detail: reportOf(result) };
  const chosen = await vscode.window.showWarningMessage(message, options, back, save);
  if (chosen === back) throw new WentBack();
  if (chosen !== save) throw cancelled();
}
