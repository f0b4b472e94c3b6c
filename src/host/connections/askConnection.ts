import type * as vscode from "vscode";
import { t } from "../../base/l10n.ts";
import type { SignIn } from "../../domain/connection.ts";
import { showPicker } from "../picker.ts";
import { pickOne } from "../pickOne.ts";
import type { At } from "../steps.ts";
import { askForText } from "../textBox.ts";
import { addressProblem } from "./pastedAddress.ts";
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

// All of these throw the silent error when they are left, and `WentBack`.

export async function askForKind(at: At<Kind>): Promise<Kind> {
  const row = (value: Kind, detail: string) => ({ value, label: kindName(value), detail });
  const rows = [
    row("openai", t("OpenAI, or a service with the same Responses API; by key")),
    row("azure", t("A resource with a deployment; by key or Microsoft sign-in")),
    row("foundry", t("A project's endpoint; by key or Microsoft sign-in")),
    row("assistants", t("Another machine's {0}, or a compatible product", "interpreter serve")),
  ];
  return pickOne(rows, t("Add Connection"), t("To what?"), at);
}

/** As it was typed; without a problem. */
export async function askForAddress(kind: Kind, title: string, at: At<string>): Promise<string> {
  const examples = {
    openai: "https://api.openai.com/v1",
    azure: "https://NAME.openai.azure.com",
    foundry: "https://NAME.services.ai.azure.com/api/projects/PROJECT",
    assistants: "http://HOST:PORT/v1",
  };
  return askForText({
    title,
    prompt:
      kind === "openai" || kind === "assistants"
        ? t("Base URL")
        : t("Endpoint; the address of a whole request is taken apart"),
    placeholder: examples[kind],
    value: kind === "openai" ? examples.openai : "",
    problem: (typed) => addressProblem(kind, typed),
    at,
  });
}

export async function askForApiVersion(title: string, at: At<string>): Promise<string> {
  const row = (label: string, description: string): vscode.QuickPickItem => ({ label, description });
  const version = await showPicker<vscode.QuickPickItem>({
    title,
    at,
    placeholder: t("Version of the API, or type its date"),
    items: (typed) => [
      row("v1", t("the usual one; has everything that is new")),
      ...(typed !== "v1" && API_VERSION.test(typed)
        ? [{ ...row(typed, t("as typed")), alwaysShow: true }]
        : []),
    ],
  });
  return version.label;
}

export async function askForSignIn(title: string, at: At<SignIn>): Promise<SignIn> {
  const rows = [
    { value: "key" as const, label: t("API key"), detail: t("Kept in VS Code's secret storage") },
    { value: "microsoft" as const, label: t("Microsoft sign-in"), detail: t("By VS Code's Accounts") },
  ];
  return pickOne(rows, title, t("How do requests prove who sends them?"), at);
}

/** What the server is told as the model: it may go by it, or not. */
export async function askForServersModel(title: string, at: At<string>): Promise<string> {
  return askForText({
    title,
    prompt: t("Name of a model, or the id of an assistant (asst_…)"),
    value: "default",
    problem: (typed) => (typed === "" ? t("It needs a name.") : null),
    at,
  });
}

export async function askForName(
  title: string,
  usual: string,
  taken: readonly string[],
  at: At<string>,
): Promise<string> {
  return askForText({
    title,
    prompt: t("Name of the connection"),
    value: usual,
    problem: (typed) => {
      if (typed === "") return t("It needs a name.");
      return taken.includes(typed) ? t("There is a connection of this name.") : null;
    },
    at,
  });
}
