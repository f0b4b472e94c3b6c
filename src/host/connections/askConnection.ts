import * as vscode from "vscode";
import { cancelled } from "../../base/errors.ts";
import { t } from "../../base/l10n.ts";
import type { SignIn } from "../../domain/connection.ts";
import { showPicker } from "../picker.ts";
import { addressProblem, type PastedAddress, takeApart } from "./pastedAddress.ts";
import { API_VERSION } from "./savedConnection.ts";

export type Kind = "openai" | "azure" | "foundry" | "assistants";

/** What a kind of connection is called. */
export function kindName(kind: Kind): string {
  switch (kind) {
    case "openai":
      return "OpenAI";
    case "azure":
      return "Azure OpenAI";
    case "foundry":
      return t("Foundry project");
    case "assistants":
      return t("Assistants-compatible server");
  }
}

// All of these throw the silent error when they are left.

export async function askForKind(): Promise<Kind> {
  const row = (value: Kind, detail: string) => ({ value, label: kindName(value), detail });
  const rows = [
    row("openai", t("OpenAI, or a service with the same Responses API; by key")),
    row("azure", t("A resource with a deployment; by key or Microsoft sign-in")),
    row("foundry", t("A project's endpoint; by key or Microsoft sign-in")),
    row("assistants", t("Another machine's {0}, or a compatible product", "interpreter serve")),
  ];
  return pickOne(rows, t("Add Connection"), t("To what?"));
}

export async function askForAddress(kind: Kind, title: string): Promise<PastedAddress> {
  const examples = {
    openai: "https://api.openai.com/v1",
    azure: "https://NAME.openai.azure.com",
    foundry: "https://NAME.services.ai.azure.com/api/projects/PROJECT",
    assistants: "http://HOST:PORT/v1",
  };
  const text = await vscode.window.showInputBox({
    title,
    prompt:
      kind === "openai" || kind === "assistants"
        ? t("Base URL")
        : t("Endpoint; the address of a whole request is taken apart"),
    placeHolder: examples[kind],
    value: kind === "openai" ? examples.openai : "",
    ignoreFocusOut: true,
    validateInput: (typed) => (typed.trim() === "" ? null : addressProblem(kind, typed)),
  });
  if (text === undefined || text.trim() === "") throw cancelled();
  return takeApart(kind, text);
}

export async function askForApiVersion(title: string): Promise<string> {
  const row = (label: string, description: string): vscode.QuickPickItem => ({ label, description });
  const version = await showPicker<vscode.QuickPickItem>({
    title,
    placeholder: t("Version of the API, or type its date"),
    items: (typed) => [
      row("v1", t("the usual one; has everything that is new")),
      ...(typed !== "v1" && API_VERSION.test(typed)
        ? [{ ...row(typed, t("as typed")), alwaysShow: true }]
        : []),
    ],
    load: () => [],
  });
  if (version === undefined) throw cancelled();
  return version.label;
}

export async function askForSignIn(title: string): Promise<SignIn> {
  const rows = [
    { value: "key" as const, label: t("API key"), detail: t("Kept in VS Code's secret storage") },
    { value: "microsoft" as const, label: t("Microsoft sign-in"), detail: t("By VS Code's Accounts") },
  ];
  return pickOne(rows, title, t("How do requests prove who sends them?"));
}

/** What the server is told as the model: it may go by it, or not. */
export async function askForServersModel(title: string): Promise<string> {
  const text = await vscode.window.showInputBox({
    title,
    prompt: t("Name of a model, or the id of an assistant (asst_…)"),
    value: "default",
    ignoreFocusOut: true,
    validateInput: (typed) => (typed.trim() === "" ? t("It needs a name.") : null),
  });
  if (text === undefined) throw cancelled();
  return text.trim();
}

export async function askForName(title: string, usual: string, taken: readonly string[]): Promise<string> {
  const text = await vscode.window.showInputBox({
    title,
    prompt: t("Name of the connection"),
    value: usual,
    ignoreFocusOut: true,
    validateInput: (typed) => {
      if (typed.trim() === "") return t("It needs a name.");
      return taken.includes(typed.trim()) ? t("There is a connection of this name.") : null;
    },
  });
  if (text === undefined) throw cancelled();
  return text.trim();
}

async function pickOne<T>(
  rows: readonly (vscode.QuickPickItem & { readonly value: T })[],
  title: string,
  placeHolder: string,
): Promise<T> {
  const picked = await vscode.window.showQuickPick(rows, { title, placeHolder, ignoreFocusOut: true });
  if (picked === undefined) throw cancelled();
  return picked.value;
}
