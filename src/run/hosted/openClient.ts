import OpenAI, { AzureOpenAI, type ClientOptions } from "openai";
import { PRIVATE_CLIENT } from "../../base/privateClient.ts";
import type { Access, AssistantsConnection, HostedConnection } from "../../domain/connection.ts";

// The SDK insists on a key; servers that need none pass over it.
const NO_KEY = "none";

/** A client of the connection's API. `fetch`: in place of the network's own. */
export function openClient(
  connection: HostedConnection | AssistantsConnection,
  access: Access,
  options: Pick<ClientOptions, "fetch" | "maxRetries" | "timeout"> = {},
): OpenAI {
  const apiKey = given(access);
  const all = { ...PRIVATE_CLIENT, ...options };
  switch (connection.kind) {
    case "openai":
    case "assistants":
      return new OpenAI({ ...all, baseURL: connection.baseURL, apiKey });
    case "foundry":
      return new OpenAI({ ...all, baseURL: `${connection.endpoint}/openai/v1`, apiKey });
    case "azure": {
      const { endpoint, apiVersion } = connection;
      if (apiVersion === "v1") return new OpenAI({ ...all, baseURL: `${endpoint}/openai/v1`, apiKey });
      // The base URL and the key that the environment may have for others would get in the way of the token.
      const azure = { ...all, baseURL: `${endpoint}/openai`, apiVersion };
      return typeof apiKey === "string"
        ? new AzureOpenAI({ ...azure, apiKey })
        : new AzureOpenAI({ ...azure, apiKey: "", azureADTokenProvider: apiKey });
    }
  }
}

/** The key or token that the client sends, as far as it is known; to be taken out of what is shown. */
export function keyOf({ apiKey }: OpenAI): string | undefined {
  return typeof apiKey === "string" && apiKey !== "" && apiKey !== NO_KEY ? apiKey : undefined;
}

function given(access: Access): string | (() => Promise<string>) {
  if (access.kind === "none") return NO_KEY;
  return access.kind === "key" ? access.key : access.token;
}
