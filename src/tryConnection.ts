import type { Opened } from "./domain/connection.ts";
import type { ConnectionTest } from "./domain/connectionTest.ts";
import { withChat } from "./providerModels.ts";
import { testConnection } from "./run/hosted/testConnection.ts";

/** Tests a connection as runs would use it. */
export function tryConnection({ connection, access }: Opened, signal: AbortSignal): Promise<ConnectionTest> {
  const isChat = connection.kind !== "assistants" && connection.runsCode === "here";
  return testConnection(isChat ? withChat(connection) : connection, access, {
    fetch: (input, init) => {
      const signals = init?.signal ? [signal, init.signal] : [signal];
      return fetch(input, { ...init, signal: AbortSignal.any(signals) });
    },
  });
}
