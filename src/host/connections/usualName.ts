import { addressOf, type AssistantsConnection, type HostedConnection } from "../../domain/connection.ts";

/** A name for a connection that is not taken, e.g. "OpenAI" or "Azure contoso". */
export function usualName(
  connection: HostedConnection | AssistantsConnection,
  taken: readonly string[],
): string {
  const { host, hostname, pathname } = new URL(addressOf(connection));
  const usual = {
    openai: hostname === "api.openai.com" ? "OpenAI" : host,
    azure: `Azure ${hostname.endsWith(".azure.com") ? hostname.split(".")[0] : host}`,
    foundry: `Foundry ${pathname.split("/").at(-1)}`,
    assistants: host,
  }[connection.kind];
  let name = usual;
  for (let count = 2; taken.includes(name); count++) name = `${usual} ${count}`;
  return name;
}
