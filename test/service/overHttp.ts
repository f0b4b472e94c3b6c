import { once } from "node:events";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { Service } from "../../src/service/service.ts";

/** The service on a port of this machine, bridged as plainly as can be; `close` ends what is open, too. */
export async function listen({ fetch }: Pick<Service, "fetch">) {
  const server = createServer((incoming, outgoing) => {
    const left = new AbortController();
    outgoing.on("close", () => left.abort());
    void (async () => {
      const response = await fetch(toRequest(incoming, left.signal));
      outgoing.writeHead(response.status, Object.fromEntries(response.headers));
      outgoing.flushHeaders();
      if (response.body === null) outgoing.end();
      // Whoever leaves early ends the stream, which is no failure.
      else await pipeline(response.body, outgoing).catch(() => {});
    })();
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    close: async (): Promise<void> => {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

function toRequest(incoming: IncomingMessage, signal: AbortSignal): Request {
  const { method = "GET", url = "/" } = incoming;
  const headers = new Headers();
  for (const [name, value] of Object.entries(incoming.headers)) headers.set(name, String(value));
  const hasBody = method !== "GET" && method !== "HEAD";
  const init: RequestInit & { duplex: "half" } = {
    method,
    headers,
    signal,
    duplex: "half",
    ...(hasBody ? { body: Readable.toWeb(incoming) as unknown as ReadableStream } : {}),
  };
  return new Request(`http://127.0.0.1${url}`, init);
}
