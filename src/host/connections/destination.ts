import { isLoopback } from "../../base/loopback.ts";
import { addressOf, runsElsewhere } from "../../domain/connection.ts";
import type { Destination } from "../choice.ts";
import type { SavedConnection } from "./savedConnection.ts";

/** Where questions of a connection go, and whether files do; null when nothing leaves this machine. */
export function destinationFor(saved: SavedConnection): Destination | null {
  const address = addressOf(saved.connection);
  if (isLoopback(address)) return null;
  const { origin, host, protocol } = new URL(address);
  const takes = runsElsewhere(saved.connection) ? "files" : "words";
  const [scope] = saved.scopes;
  // To let words go there is not to let files go, or a sign-in.
  const id = [
    ...(takes === "files" ? ["files:"] : []),
    origin,
    ...(scope === undefined ? [] : [` ${scope}`]),
  ];
  return {
    id: id.join(""),
    name: host,
    isEncrypted: protocol === "https:",
    takes,
    ...(scope === undefined ? {} : { scope }),
  };
}
