import type { Access } from "../../domain/connection.ts";
import { listNames } from "../endpointModels.ts";

/** The kinds of connection that can say what they have. */
type Place =
  | { readonly kind: "openai"; readonly url: string }
  | { readonly kind: "azure"; readonly url: string }
  | { readonly kind: "foundry"; readonly url: string };

// The last version of Azure's data plane that lists deployments; its list of models is that of the region.
const AZURE_LIST = "/openai/deployments?api-version=2023-03-15-preview";

/** Names of the models, or deployments, that can be asked. Throws InterpreterError with a message that fits one line. */
export async function deploymentsOf(
  { kind, url }: Place,
  access: Access,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const paths = { openai: "/models", azure: AZURE_LIST, foundry: "/deployments?api-version=v1" };
  const headers = await headersFor(kind, access);
  return listNames(`${url}${paths[kind]}`, headers, access.kind !== "none", signal);
}

async function headersFor(kind: Place["kind"], access: Access): Promise<Record<string, string>> {
  if (access.kind === "none") return {};
  if (access.kind === "token") return { authorization: `Bearer ${await access.token()}` };
  return kind === "openai" ? { authorization: `Bearer ${access.key}` } : { "api-key": access.key };
}
