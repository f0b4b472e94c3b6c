import { InterpreterError } from "../base/errors.ts";
import { t } from "../base/l10n.ts";

/** What is wrong with `text` as the base URL of an endpoint, for people; null: nothing. Never repeats what it holds. */
export function endpointProblem(text: string): string | null {
  const url = URL.parse(text.trim());
  if (url === null || !["http:", "https:"].includes(url.protocol)) {
    return t("The endpoint has to be an address that begins with http:// or https://.");
  }
  if (url.username !== "" || url.password !== "") {
    return t(
      "The endpoint holds a user name or password. Take it out; keys are set by a command of their own.",
    );
  }
  if (url.search !== "" || url.hash !== "" || /[?#]/.test(text)) {
    return t("The endpoint must end before ? and #. Keys are set by a command of their own.");
  }
  return null;
}

/** The base URL in one form, whatever it was written like. Throws InterpreterError of kind "user". */
export function endpointFrom(value: unknown): string {
  const problem = endpointProblem(typeof value === "string" ? value : "");
  if (problem !== null) throw badSetting("bad_endpoint", problem);
  return new URL(String(value).trim()).href.replace(/\/+$/, "");
}

// Where a secret would be read by anyone who may read the settings, and be synchronised to other machines.
const CREDENTIAL = /^(authorization|proxy-authorization|cookie|api-key|x-api-key)$/i;
const PLACEHOLDER = "${apiKey}";

/**
 * Headers as they were set, checked: texts with names that HTTP takes, and no secrets; `${apiKey}` stands for the
 * endpoint's key. Throws InterpreterError of kind "user".
 */
export function headersFrom(value: unknown): Record<string, string> {
  if (value === undefined || value === null) return {};
  if (typeof value !== "object" || Array.isArray(value)) {
    throw badSetting("bad_headers", t("The headers have to be an object with names and texts."));
  }
  const headers: Record<string, string> = {};
  for (const [name, text] of Object.entries(value as Record<string, unknown>)) {
    if (
      !/^[\w!#$%&'*+.^`|~-]+$/.test(name) ||
      typeof text !== "string" ||
      /[^\t\x20-\x7e\x80-\xff]/.test(text)
    ) {
      throw badSetting("bad_headers", t("The header {0} is not one that can be sent.", JSON.stringify(name)));
    }
    if (CREDENTIAL.test(name) && !text.includes(PLACEHOLDER)) {
      throw badSetting(
        "key_in_settings",
        t("The header {0} holds a key, which does not belong into the settings.", name),
        t('Write {0} in its place, and set the key by "Interpreter: Set API Key…".', PLACEHOLDER),
      );
    }
    headers[name] = text;
  }
  return headers;
}

/** The headers to send: with the key where its place was left; those that need one that is not there are left out. */
export function withKey(
  headers: Readonly<Record<string, string>>,
  apiKey: string | undefined,
): Record<string, string> {
  const sent = Object.entries(headers).flatMap(([name, text]) => {
    if (!text.includes(PLACEHOLDER)) return [[name, text] as const];
    return apiKey === undefined ? [] : [[name, text.replaceAll(PLACEHOLDER, () => apiKey)] as const];
  });
  return Object.fromEntries(sent);
}

function badSetting(code: string, message: string, action?: string): InterpreterError {
  const usual = t('Correct it in the settings of the Code Interpreter, or run "Interpreter: Select Model…".');
  return new InterpreterError("user", code, message, { action: action ?? usual });
}
