import { timingSafeEqual } from "node:crypto";
import type { AddressInfo } from "node:net";
import { createAdaptorServer } from "@hono/node-server";
import { InterpreterError, messageOf } from "../base/errors.ts";
import { randomToken } from "../base/ids.ts";

interface ListenOptions {
  /** 127.0.0.1 unless told; another than a loopback address needs a `token`. */
  readonly host?: string;
  /** 0, or none: any that is free. */
  readonly port?: number;
  /** A random one unless told. */
  readonly token?: string;
}

/** A service that can be reached over HTTP. */
export interface Listening {
  /** E.g. "http://127.0.0.1:40123". */
  readonly url: string;
  readonly token: string;
  /** Takes no more requests, ends the open ones, and resolves when the port is free. */
  close(): Promise<void>;
}

const LOOPBACK = new Set(["127.0.0.1", "::1", "localhost"]);

/**
 * Serves `fetch` on this machine, to who knows the token. Throws InterpreterError of kind "user" when the port is taken,
 * and of kind "policy" for an open address without a token of one's own.
 */
export async function listen(
  fetch: (request: Request) => Promise<Response>,
  { host = "127.0.0.1", port = 0, token: given }: ListenOptions,
): Promise<Listening> {
  if (!LOOPBACK.has(host) && given === undefined) {
    throw new InterpreterError("policy", "open_address", `${host} can be reached from other machines.`, {
      action: "Give a token of your own with --token, or stay on 127.0.0.1.",
    });
  }
  const token = given ?? randomToken();
  const isOpen = !LOOPBACK.has(host);
  const guarded = async (request: Request): Promise<Response> => {
    // A page in a browser may resolve its own name to this machine: its requests carry that name.
    if (!isOpen && !isLoopbackName(request.headers.get("host")))
      return refusal(403, "This host name is not served.");
    if (!isToken(request, token)) return refusal(401, KEY_MISSING, "invalid_api_key");
    return fetch(request);
  };
  const server = createAdaptorServer({ fetch: guarded });
  await new Promise<void>((resolve, reject) => {
    server.once("error", (cause) =>
      reject(
        new InterpreterError("user", "port", `Port ${port} of ${host} cannot be used: ${messageOf(cause)}.`, {
          action: "Choose another one with --port, or none for any that is free.",
          cause,
        }),
      ),
    );
    server.listen(port, host, resolve);
  });
  const { port: actual } = server.address() as AddressInfo;
  return {
    url: `http://${host.includes(":") ? `[${host}]` : host}:${actual}`,
    token,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        // Streams stay open as long as their run: whoever reads them is told by the end of the connection.
        if ("closeAllConnections" in server) server.closeAllConnections();
      }),
  };
}

const KEY_MISSING = "Incorrect API key provided. Use the token that the server printed when it started.";

function refusal(status: number, message: string, code: string | null = null): Response {
  const error = { message, type: "invalid_request_error", param: null, code };
  return Response.json({ error }, { status });
}

function isLoopbackName(host: string | null): boolean {
  const name = /^\[?(.*?)\]?(?::\d+)?$/.exec(host ?? "")?.[1] ?? "";
  return LOOPBACK.has(name);
}

/** OpenAI's clients send `Authorization: Bearer`, Azure's `api-key`. */
function isToken(request: Request, token: string): boolean {
  const bearer = /^Bearer (.+)$/i.exec(request.headers.get("authorization") ?? "")?.[1];
  const given = Buffer.from(bearer ?? request.headers.get("api-key") ?? "");
  const expected = Buffer.from(token);
  return given.length === expected.length && timingSafeEqual(given, expected);
}
