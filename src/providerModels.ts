import { type Access, type HostedConnection, modelOf } from "./domain/connection.ts";
import { ChatCompletions } from "./models/chat/chatCompletions.ts";
import { ChatModel } from "./models/chat/chatModel.ts";
import { openClient } from "./run/hosted/openClient.ts";
import type { Model } from "./run/model.ts";

/** The models of connections whose code runs here. */
export class ProviderModels {
  // A model learns what it is not to be sent; asking it anew with each run would cost a refused request each.
  readonly #made = new WeakMap<HostedConnection, Model>();

  /** The same model for the same object. */
  of(connection: HostedConnection, access: Access): Model {
    const model = this.#made.get(connection) ?? modelFor(connection, access);
    this.#made.set(connection, model);
    return model;
  }
}

function modelFor(connection: HostedConnection, access: Access): Model {
  return new ChatModel(
    new ChatCompletions({
      openai: openClient(withChat(connection), access),
      model: modelOf(connection),
      apiKey: access.kind === "key" ? access.key : undefined,
      whenRefused: access.kind === "token" ? "Does your Microsoft account have access to it?" : undefined,
    }),
  );
}

/** A Foundry project speaks the Responses API only; its resource, at the same host, has chat completions too. */
export function withChat(connection: HostedConnection): HostedConnection {
  if (connection.kind !== "foundry") return connection;
  const { endpoint, model: deployment, signIn, runsCode } = connection;
  const { origin } = new URL(endpoint);
  return { kind: "azure", endpoint: origin, deployment, apiVersion: "v1", signIn, runsCode };
}
