import { z } from "zod";
import { InterpreterError } from "../../base/errors.ts";
import { t } from "../../base/l10n.ts";
import { isLoopback } from "../../base/loopback.ts";
import { addressOf, type AssistantsConnection, type HostedConnection } from "../../domain/connection.ts";
import { endpointFrom, endpointProblem } from "../endpointSetting.ts";

/** A connection as it is in the settings; it holds no secrets. */
export interface SavedConnection {
  readonly name: string;
  readonly connection: HostedConnection | AssistantsConnection;
  /** Whether the person has said where code runs; until then it runs here, once that is asked. */
  readonly isPlaceChosen: boolean;
  /** For the Microsoft sign-in: what the token is for, and whose directory; empty where a key is used. */
  readonly scopes: readonly string[];
}

/** What tokens are for, unless the settings say something else. */
export const DEFAULT_SCOPES = {
  azure: "https://cognitiveservices.azure.com/.default",
  foundry: "https://ai.azure.com/.default",
};

/** "v1", or the date of a version, e.g. "2025-04-01-preview". */
export const API_VERSION = /^(v1|\d{4}-\d{2}-\d{2}(-preview)?)$/;

const address = z
  .string()
  .refine((text) => endpointProblem(text) === null)
  .transform(endpointFrom);
const label = z.string().trim().min(1).max(256);
const place = {
  runsCode: z.enum(["here", "container"]).optional(),
  memory: z.enum(["1g", "4g", "16g", "64g"]).optional(),
};
const signIn = {
  signIn: z.enum(["key", "microsoft"]).default("key"),
  scope: z.string().regex(/^\S+$/).optional(),
  tenant: z
    .string()
    .regex(/^[\w.-]+$/)
    .optional(),
};

const settingSchema = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("openai"), baseURL: address, model: label, ...place }),
  z.strictObject({
    kind: z.literal("azure"),
    endpoint: address.refine((url) => !/\/openai(\/|$)/.test(url)),
    deployment: label,
    apiVersion: z.string().regex(API_VERSION).default("v1"),
    ...signIn,
    ...place,
  }),
  z.strictObject({
    kind: z.literal("foundry"),
    endpoint: address.refine((url) => /\/api\/projects\/[^/]+$/.test(url)),
    model: label,
    ...signIn,
    ...place,
  }),
  z.strictObject({ kind: z.literal("assistants"), baseURL: address, model: label.default("default") }),
]);

/** What a connection is in the settings, by its name. */
export type ConnectionSetting = z.input<typeof settingSchema>;

/** Reads a connection out of the settings. Throws InterpreterError of kind "user"; it never repeats what they hold. */
export function connectionFrom(connectionName: string, value: unknown): SavedConnection {
  const parsed = settingSchema.safeParse(value);
  if (!parsed.success) throw problemOf(connectionName, parsed.error.issues[0]);
  const setting = parsed.data;
  if (setting.kind === "assistants") return saved(connectionName, setting);
  const { runsCode = "here", ...rest } = setting;
  const isPlaceChosen = setting.runsCode !== undefined;
  if (rest.kind === "openai") return { ...saved(connectionName, { ...rest, runsCode }), isPlaceChosen };
  const { scope = DEFAULT_SCOPES[rest.kind], tenant, ...connection } = rest;
  const scopes = [scope, ...(tenant === undefined ? [] : [`VSCODE_TENANT:${tenant}`])];
  const usesToken = connection.signIn === "microsoft";
  if (usesToken && !maySignIn(connection.endpoint)) {
    throw bad(
      t('The connection "{0}" would send a sign-in over a line that is not encrypted.', connectionName),
    );
  }
  return {
    ...saved(connectionName, { ...connection, runsCode }),
    isPlaceChosen,
    scopes: usesToken ? scopes : [],
  };
}

/** Which part of a setting is missing or wrong; null: none. */
export function wrongPart(value: unknown): string | null {
  const parsed = settingSchema.safeParse(value);
  return parsed.success ? null : partOf(parsed.error.issues[0]);
}

function saved(name: string, connection: SavedConnection["connection"]): SavedConnection {
  return { name, connection, isPlaceChosen: true, scopes: [] };
}

/** Whether a sign-in may go there: nobody on the way can read it. */
export function maySignIn(url: string): boolean {
  return url.startsWith("https:") || isLoopback(url);
}

/** How it is kept in the settings. */
export function settingOf({ connection, isPlaceChosen, scopes }: SavedConnection): ConnectionSetting {
  if (connection.kind === "assistants") return connection;
  const { runsCode, ...rest } = connection;
  const chosen = isPlaceChosen ? { runsCode } : {};
  if (rest.kind === "openai") return { ...rest, ...chosen };
  const [scope, tenant] = scopes;
  const usual = scope === undefined || scope === DEFAULT_SCOPES[rest.kind];
  return {
    ...rest,
    ...(usual ? {} : { scope }),
    ...(tenant === undefined ? {} : { tenant: tenant.replace("VSCODE_TENANT:", "") }),
    ...chosen,
  };
}

/** Whether both are for the same origin, and so share a key. */
export function sharesOrigin(one: SavedConnection, url: string): boolean {
  return new URL(addressOf(one.connection)).origin === new URL(url).origin;
}

function problemOf(name: string, issue: z.core.$ZodIssue | undefined): InterpreterError {
  if (issue?.code === "unrecognized_keys") {
    return bad(
      t(
        'The connection "{0}" in the settings holds "{1}", which is no part of it.',
        name,
        issue.keys[0] ?? "",
      ),
      t('Take it out. Keys do not belong into the settings: they are set by "Interpreter: Set API Key…".'),
    );
  }
  return bad(t('The connection "{0}" in the settings is not right: check its "{1}".', name, partOf(issue)));
}

function partOf(issue: z.core.$ZodIssue | undefined): string {
  return String(issue?.path[0] ?? "kind");
}

function bad(message: string, action?: string): InterpreterError {
  const usual = t('Correct it in the settings, or choose another one by "Interpreter: Select Connection…".');
  return new InterpreterError("user", "bad_connection", message, { action: action ?? usual });
}
