import type { APIError } from "openai";
import { t } from "../../base/l10n.ts";
import type { AssistantsConnection, HostedConnection } from "../../domain/connection.ts";
import type { Finding } from "../../domain/connectionTest.ts";

type Tested = HostedConnection | AssistantsConnection;

export interface Refused {
  readonly status: number;
  readonly code: string;
  /** In the server's own words, in one line; null: a web page came. */
  readonly said: string | null;
  readonly requestId: string | null;
}

const SAID_LENGTH = 300;

/** What the server answered instead of what was asked for. */
export function refusedBy({ status, error, code, message, requestID }: APIError): Refused {
  const own: unknown =
    typeof error === "object" && error !== null && "message" in error ? error.message : null;
  const text = typeof own === "string" ? own : message.replace(/^\d+ /, "");
  const line = text.replace(/\s+/g, " ").trim();
  return {
    status: status ?? 0,
    code: code ?? "",
    said: line.startsWith("<") ? null : line.slice(0, SAID_LENGTH),
    requestId: requestID ?? null,
  };
}

/** Whether the server does not know the path: another request may tell more. */
export function isUnknownPath(refused: Refused): boolean {
  const { status } = refused;
  return (
    (status === 404 || status === 405 || status === 501) && !isAboutModel(refused) && !isRetired(refused)
  );
}

function isRetired({ status }: Refused): boolean {
  return status === 410;
}

function isAboutModel({ status, code, said }: Refused): boolean {
  if (["DeploymentNotFound", "model_not_found", "unknown_model", "UnknownModel"].includes(code)) return true;
  return (
    status < 500 &&
    /deployment .*(not|n't) exist|model .*(not|n't) (exist|found)|unknown model/i.test(said ?? "")
  );
}

/** The model was reached, and what it was asked was too little for it. */
export function isTooSmall({ status, said }: Refused): boolean {
  return status === 400 && /max_(output_|completion_)?tokens|output limit/i.test(said ?? "");
}

/** What a refusal means for the connection. */
export function refusalFinding(refused: Refused, connection: Tested, host: string): Finding {
  const { status, code, said } = refused;
  const details = detailsOf(refused);
  const problem = (what: string, action: string): Finding => ({
    what: `${what} ${details}`,
    action,
    isProblem: true,
  });
  if (said === null || (status >= 300 && status < 400)) {
    return problem(
      t("A web page answered in the place of {0}'s API.", host),
      t("A proxy or a sign-in page may be in the way, or the address is that of a website."),
    );
  }
  if (status === 407)
    return problem(t("The proxy wants a sign-in."), t("Set the proxy in VS Code's settings."));
  if (status === 401 || status === 403) return notAllowed(refused, connection, problem);
  if (/api[- ]?version/i.test(said)) {
    return problem(
      t("The api-version {0} is not the right one.", apiVersionOf(connection)),
      t('Use "v1", or a newer date, e.g. 2025-04-01-preview.'),
    );
  }
  if (isAboutModel(refused)) return noModel(connection, problem);
  if (status === 429) return busy(code, problem);
  if (isUnknownPath(refused) || isRetired(refused)) return noApi(refused, connection, host, problem);
  if (status >= 500) return problem(t("{0} has a fault of its own.", host), t("Try again later."));
  return problem(t("{0} refused a small request.", host), t("Check the address and the model's name."));
}

type Problem = (what: string, action: string) => Finding;

function notAllowed({ status, said }: Refused, connection: Tested, problem: Problem): Finding {
  const signIn = "signIn" in connection ? connection.signIn : "key";
  if (/key.*(disabled|not allowed)|AuthenticationTypeDisabled/i.test(said ?? "")) {
    return problem(
      t("Keys are switched off for this resource."),
      t("Choose Microsoft sign-in for this connection."),
    );
  }
  if (/virtual network|firewall|private endpoint|public access/i.test(said ?? "")) {
    return problem(
      t("The resource does not let this network in."),
      t("Connect to its VPN, or have this address allowed in its network settings."),
    );
  }
  if (signIn === "microsoft") {
    const scope =
      connection.kind === "foundry"
        ? "https://ai.azure.com/.default"
        : "https://cognitiveservices.azure.com/.default";
    return status === 401
      ? problem(
          t("The sign-in is not accepted."),
          t("Sign in with the tenant of the resource; the scope is usually {0}.", scope),
        )
      : problem(
          t("You are signed in, but may not use this resource."),
          t(
            'Ask for a role there, e.g. "Cognitive Services OpenAI User"; a new one takes some minutes to count.',
          ),
        );
  }
  return status === 401
    ? problem(t("The key is not accepted."), t("Set the key again; it must be one of this very resource."))
    : problem(t("The key is known, but may not do this."), t("Check what the key may do, and its project."));
}

function noModel(connection: Tested, problem: Problem): Finding {
  if (connection.kind === "azure") {
    return problem(
      t("There is no deployment called {0}.", connection.deployment),
      t("Give the deployment's own name, not the model's. A new one takes some minutes to be found."),
    );
  }
  return problem(t("There is no model called {0}.", connection.model), t("Check the model's name."));
}

function busy(code: string, problem: Problem): Finding {
  if (code === "insufficient_quota") {
    return problem(
      t("Address, key and model are right, but the quota is used up."),
      t("Add credit, or have the quota raised."),
    );
  }
  const finding = problem(
    t("Address, key and model are right, but too much is asked for just now."),
    t("Wait a little. If it stays so, have the quota raised."),
  );
  return { ...finding, isProblem: false };
}

function noApi(refused: Refused, connection: Tested, host: string, problem: Problem): Finding {
  if (connection.kind === "assistants") {
    const isHosted = /(^|\.)(openai|azure|microsoft)\.com(:\d+)?$/.test(host);
    const instead = t(
      "Add a connection of kind OpenAI, Azure OpenAI or Foundry, which uses the Responses API; or choose Local. Your threads go on with either.",
    );
    if (isRetired(refused) || isHosted) {
      return problem(t("The hosted Assistants service ended on 2026-08-26."), instead);
    }
    return problem(
      t("There is no Assistants API at this address (that of OpenAI and Azure ended on 2026-08-26)."),
      `${t('Check the address; most end in "/v1".')} ${instead}`,
    );
  }
  const api = connection.runsCode === "container" ? "Responses API" : "Chat Completions API";
  if (connection.kind === "azure" && connection.apiVersion !== "v1") {
    return problem(
      t("There is no {0} at this address with the api-version {1}.", api, connection.apiVersion),
      t('Use "v1", or a newer date, e.g. 2025-04-01-preview. Not every region has it.'),
    );
  }
  return problem(t("There is no {0} at this address.", api), t('Check the address; most end in "/v1".'));
}

function apiVersionOf(connection: Tested): string {
  return connection.kind === "azure" ? connection.apiVersion : "v1";
}

function detailsOf({ status, said, requestId }: Refused): string {
  const words = said === null || said === "" ? "" : `: ${said}`;
  const request = requestId === null ? "" : `, ${requestId}`;
  return `(${status}${words}${request})`;
}
