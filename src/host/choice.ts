import { InterpreterError } from "../base/errors.ts";
import { t } from "../base/l10n.ts";
import { isLoopback } from "../base/loopback.ts";
import { endpointFrom, headersFrom } from "./endpointSetting.ts";

const PROVIDERS = ["auto", "analyst", "endpoint", "vscode"] as const;

/** Who answers. */
export type Choice =
  | { readonly provider: "analyst" }
  | {
      readonly provider: "endpoint";
      readonly baseURL: string;
      readonly model: string;
      readonly headers: Readonly<Record<string, string>>;
    }
  | { readonly provider: "vscode"; readonly vendor: string; readonly id: string };

/** The settings as they are, which may be anything. */
export type RawChoice = Record<"provider" | "endpoint" | "model" | "headers", unknown>;

/**
 * Who is to answer by these settings. Throws InterpreterError of kind "user" for what is wrong in them: a guess could
 * send questions where nobody wanted them.
 */
export function choiceFrom({ provider: given, endpoint, model: named, headers }: RawChoice): Choice {
  const provider = PROVIDERS.find((one) => one === given);
  if (provider === undefined) {
    throw wrong(t("The provider in the settings is none of: {0}.", PROVIDERS.join(", ")));
  }
  if (typeof named !== "string") throw wrong(t("The model in the settings has to be a text."));
  const model = named.trim();
  const hasEndpoint = endpoint !== "" && model !== "";
  if (provider === "analyst" || (provider === "auto" && !hasEndpoint)) return { provider: "analyst" };
  if (provider === "vscode") return languageModel(model);
  if (!hasEndpoint) throw wrong(t("The settings name no endpoint with a model."));
  return { provider: "endpoint", baseURL: endpointFrom(endpoint), model, headers: headersFrom(headers) };
}

// Vendors have no slash in their names; what they call their models often has.
function languageModel(name: string): Choice {
  const [, vendor, id] = /^([^/]+)\/(.+)$/.exec(name) ?? [];
  if (vendor === undefined || id === undefined) {
    throw wrong(t("The settings name no model that VS Code offers."));
  }
  return { provider: "vscode", vendor, id };
}

/** Where questions go. */
export interface Destination {
  /** What a confirmation is remembered by. */
  readonly id: string;
  /** For people, e.g. "api.openai.com" or "Copilot". */
  readonly name: string;
  readonly isEncrypted: boolean;
  /** `words`: questions, code, and what it prints; `files`: also the thread's files, as code runs there. */
  readonly takes: "words" | "files";
  /** What the Microsoft sign-in, of which requests carry a token, is for. */
  readonly scope?: string;
}

/** Null when nothing leaves this machine. Where models of VS Code send to is not known: all of them count. */
export function destinationOf(choice: Choice): Destination | null {
  if (choice.provider === "analyst") return null;
  if (choice.provider === "vscode") {
    return {
      id: `vscode:${choice.vendor}`,
      name: vendorName(choice.vendor),
      isEncrypted: true,
      takes: "words",
    };
  }
  if (isLoopback(choice.baseURL)) return null;
  const { origin, host, protocol } = new URL(choice.baseURL);
  return { id: origin, name: host, isEncrypted: protocol === "https:", takes: "words" };
}

/** E.g. "Copilot" for "copilot". */
export function vendorName(vendor: string): string {
  return vendor.charAt(0).toUpperCase() + vendor.slice(1);
}

function wrong(message: string): InterpreterError {
  const action = t('Choose one by the command "Interpreter: Select Model…".');
  return new InterpreterError("user", "bad_setting", message, { action });
}
