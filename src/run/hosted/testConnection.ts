import { APIConnectionError, APIError, type ClientOptions, type OpenAI, OpenAIError } from "openai";
import { z } from "zod";
import { messageOf } from "../../base/errors.ts";
import { t } from "../../base/l10n.ts";
import { isLoopback } from "../../base/loopback.ts";
import {
  type Access,
  type AssistantsConnection,
  hostOf,
  type HostedConnection,
  modelOf,
} from "../../domain/connection.ts";
import type { ConnectionTest, Finding } from "../../domain/connectionTest.ts";
import { networkFault } from "./networkFault.ts";
import { openClient } from "./openClient.ts";
import { isTooSmall, isUnknownPath, type Refused, refusalFinding, refusedBy } from "./refusal.ts";

type Tested = HostedConnection | AssistantsConnection;
/** A request that tells whether the connection works, by an answer of this form. */
interface Probe {
  readonly method: "get" | "post";
  readonly path: string;
  readonly body?: object;
  readonly form: z.ZodType;
}

const TIMEOUT_MS = 15_000;
const TINY = 16;

/**
 * Finds out whether runs can be carried out with the connection, and if not, why. It changes nothing over there, and asks
 * a model for a few words only where nothing cheaper can tell. Never throws.
 */
export async function testConnection(
  connection: Tested,
  access: Access,
  { timeout = TIMEOUT_MS, ...options }: Pick<ClientOptions, "fetch" | "timeout"> = {},
): Promise<ConnectionTest> {
  const address = "baseURL" in connection ? connection.baseURL : connection.endpoint;
  if (!/^https?:$/.test(URL.parse(address)?.protocol ?? "")) {
    return test([
      {
        what: t("{0} is no address.", address),
        action: t("It begins with https:// (or http:// for a server of your own)."),
        isProblem: true,
      },
    ]);
  }
  const client = openClient(connection, access, { ...options, timeout, maxRetries: 0 });
  const found = await probeAll(client, connection);
  return test([...openAddress(address, access), ...found]);
}

function test(findings: readonly Finding[]): ConnectionTest {
  return { ok: findings.every(({ isProblem }) => !isProblem), findings };
}

async function probeAll(client: OpenAI, connection: Tested): Promise<Finding[]> {
  const host = hostOf(connection);
  const [first, ...others] = probesOf(connection);
  let refused = await ask(client, first, host);
  for (const other of others) {
    if (!isRefused(refused) || !isUnknownPath(refused)) break;
    refused = await ask(client, other, host);
  }
  if (refused === null || (isRefused(refused) && isTooSmall(refused))) return works(client, connection, host);
  return [isRefused(refused) ? refusalFinding(refused, connection, host) : refused];
}

const listForm = z.object({ data: z.array(z.unknown()) });
const objectForm = z.object({ id: z.string() });

/** Cheapest first; each of the others is asked only where the one before is not known. */
function probesOf(connection: Tested): readonly [Probe, ...Probe[]] {
  const model = modelOf(connection);
  const input = "Say OK.";
  switch (connection.kind) {
    case "assistants":
      return [
        model.startsWith("asst_")
          ? { method: "get", path: `/assistants/${encodeURIComponent(model)}`, form: objectForm }
          : { method: "get", path: "/assistants?limit=1", form: listForm },
      ];
    case "openai":
    case "azure":
    case "foundry": {
      if (connection.runsCode === "container") {
        const body = { model, input, max_output_tokens: TINY, store: false };
        const counted = z.object({ input_tokens: z.number() });
        return [
          { method: "post", path: "/responses/input_tokens", body: { model, input }, form: counted },
          { method: "post", path: "/responses", body, form: objectForm },
        ];
      }
      const body = { model, messages: [{ role: "user", content: input }], max_completion_tokens: TINY };
      const form = z.object({ choices: z.array(z.unknown()) });
      const chat: Probe = { method: "post", path: "/chat/completions", body, form };
      const path = `/models/${encodeURIComponent(model)}`;
      // Azure lists models, not deployments.
      return connection.kind === "openai" ? [{ method: "get", path, form: objectForm }, chat] : [chat];
    }
  }
}

/** Null: it was answered as it should be. */
async function ask(client: OpenAI, probe: Probe, host: string): Promise<Refused | Finding | null> {
  const { method, path, body, form } = probe;
  try {
    const headers = path.startsWith("/assistants") ? { "OpenAI-Beta": "assistants=v2" } : {};
    const options = { headers, ...(body === undefined ? {} : { body }) };
    const answer = await client[method]<unknown>(path, options);
    return form.safeParse(answer).success ? null : WEB_PAGE;
  } catch (error) {
    if (error instanceof APIConnectionError) return networkFault(error, host);
    if (error instanceof APIError) return refusedBy(error);
    if (!(error instanceof OpenAIError)) return WEB_PAGE;
    return {
      what: t("The sign-in failed: {0}", messageOf(error.cause ?? error)),
      action: t("Sign in again, with the account that may use this resource."),
      isProblem: true,
    };
  }
}

/** Something else than the API answered. */
const WEB_PAGE: Refused = { status: 200, code: "", said: null, requestId: null };

function isRefused(found: Refused | Finding | null): found is Refused {
  return found !== null && "status" in found;
}

async function works(client: OpenAI, connection: Tested, host: string): Promise<Finding[]> {
  const good = (what: string): Finding => ({ what, isProblem: false });
  const known = good(
    connection.kind === "assistants"
      ? t("{0} answers and speaks the Assistants API.", host)
      : t("{0} answers, and {1} is there.", host, modelOf(connection)),
  );
  if (connection.kind === "assistants" || connection.runsCode === "here") return [known];
  const containers: Probe = { method: "get", path: "/containers?limit=1", form: listForm };
  if ((await ask(client, containers, host)) === null)
    return [known, good(t("It has containers to run code in."))];
  return [
    known,
    good(t("Its containers cannot be listed: it makes one by itself with each answer that runs code.")),
  ];
}

/** The key would be readable on its way. */
function openAddress(address: string, access: Access): Finding[] {
  if (access.kind === "none" || address.startsWith("https:") || isLoopback(address)) return [];
  return [
    {
      what: t("The key goes over the network unencrypted."),
      action: t("Use https:// if the server can."),
      isProblem: false,
    },
  ];
}
