import { t } from "../../base/l10n.ts";
import { endpointFrom, endpointProblem } from "../endpointSetting.ts";
import { API_VERSION } from "./savedConnection.ts";

/** What an address that was pasted says about a connection. */
export interface PastedAddress {
  /** Base URL or endpoint, in the form that the settings have. */
  readonly url: string;
  readonly deployment?: string;
  readonly apiVersion?: string;
}

type Kind = "openai" | "azure" | "foundry" | "assistants";

// What an SDK, a portal or a log shows is often the address of a whole request.
const REQUEST_PATHS =
  /\/(chat\/completions|completions|responses|containers|conversations|models|files|assistants|threads)(\/.*)?$/;
const AZURE_PATH = /^(.*?)\/openai(?:\/(v1)|\/deployments\/([^/]+))?(?:\/.*)?$/;
const PROJECT_PATH = /^(.*?\/api\/projects\/[^/]+)(?:\/.*)?$/;

/** What is wrong with an address for a connection of this kind, for people; null: nothing. */
export function addressProblem(kind: Kind, text: string): string | null {
  const { url } = split(text);
  const problem = endpointProblem(url);
  if (problem !== null) return problem;
  const path = pathOf(url);
  if (kind === "foundry" && !PROJECT_PATH.test(path)) {
    return t(
      "The endpoint of a project ends in {0}; the overview of the project shows it.",
      "/api/projects/…",
    );
  }
  if (kind === "azure" && PROJECT_PATH.test(path)) {
    return t("This is the endpoint of a Foundry project: choose that kind of connection.");
  }
  return null;
}

/** Takes an address apart that has no problem. */
export function takeApart(kind: Kind, text: string): PastedAddress {
  const { url, apiVersion } = split(text);
  const base = endpointFrom(url);
  const path = pathOf(base);
  if (kind === "foundry") return { url: withPath(base, PROJECT_PATH.exec(path)?.[1] ?? path) };
  if (kind !== "azure") return { url: withPath(base, path.replace(REQUEST_PATHS, "")) };
  const [, before = path, v1, deployment] = AZURE_PATH.exec(path) ?? [];
  const version = v1 ?? apiVersion;
  return {
    url: withPath(base, before),
    ...(deployment === undefined ? {} : { deployment: decoded(deployment) }),
    ...(version === undefined ? {} : { apiVersion: version }),
  };
}

/** The address without the version of the API; whatever else is behind the question mark stays. */
function split(text: string): { url: string; apiVersion?: string } {
  const url = URL.parse(text.trim());
  const apiVersion = url?.searchParams.get("api-version") ?? undefined;
  if (url === null || apiVersion === undefined || !API_VERSION.test(apiVersion)) return { url: text };
  url.searchParams.delete("api-version");
  return { url: url.href, apiVersion };
}

function pathOf(url: string): string {
  return new URL(url).pathname.replace(/\/+$/, "");
}

function withPath(url: string, path: string): string {
  return new URL(url).origin + path;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
