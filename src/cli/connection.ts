import { isLoopback } from "../base/loopback.ts";
import { addressOf, type Opened } from "../domain/connection.ts";
import { connectionFrom, wrongPart } from "../host/connections/savedConnection.ts";
import { usage } from "./arguments.ts";

/** As the model: the one that needs no connection. */
export const ANALYST = "analyst";

const KINDS = ["openai", "azure", "foundry", "assistants"];

/**
 * The connection that environment variables describe; null: none, all of it stays here but for what a model is sent. The
 * key is taken from there only: arguments can be read by every program of the machine.
 */
export function connectionFromEnvironment(
  env: NodeJS.ProcessEnv,
  chosenModel: string | undefined,
): Opened | null {
  const {
    INTERPRETER_CONNECTION: kind = "",
    INTERPRETER_ENDPOINT: address,
    INTERPRETER_API_VERSION: apiVersion,
    INTERPRETER_CODE: runsCode = "here",
    INTERPRETER_CONTAINER_MEMORY: memory,
    INTERPRETER_API_KEY: key = "",
  } = env;
  if (kind === "" || kind === "local" || chosenModel === ANALYST) return null;
  if (!KINDS.includes(kind)) throw usage(`INTERPRETER_CONNECTION takes one of: local, ${KINDS.join(", ")}.`);
  const model = chosenModel ?? env["INTERPRETER_MODEL"];
  const place = { runsCode, ...(memory === undefined ? {} : { memory }) };
  const setting = {
    openai: { kind, baseURL: address ?? "https://api.openai.com/v1", model, ...place },
    azure: {
      kind,
      endpoint: address,
      deployment: model,
      ...(apiVersion === undefined ? {} : { apiVersion }),
      ...place,
    },
    foundry: { kind, endpoint: address, model, ...place },
    assistants: { kind, baseURL: address, ...(model === undefined ? {} : { model }) },
  }[kind];
  const wrong = wrongPart(setting);
  if (wrong !== null) throw usage(`${VARIABLES[wrong]} is missing, or not as it should be.`);
  const { connection } = connectionFrom(kind, setting);
  if (key !== "") return { connection, access: { kind: "key", key } };
  if (!isLoopback(addressOf(connection))) throw usage("INTERPRETER_API_KEY is missing.");
  return { connection, access: { kind: "none" } };
}

/** By which the person knows each part of a connection. */
const VARIABLES: Record<string, string> = {
  kind: "INTERPRETER_CONNECTION",
  baseURL: "INTERPRETER_ENDPOINT",
  endpoint: "INTERPRETER_ENDPOINT",
  deployment: "INTERPRETER_MODEL",
  model: "INTERPRETER_MODEL",
  apiVersion: "INTERPRETER_API_VERSION",
  runsCode: "INTERPRETER_CODE",
  memory: "INTERPRETER_CONTAINER_MEMORY",
};
