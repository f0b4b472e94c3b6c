import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";
import { onTestFinished } from "vitest";

interface Asked {
  readonly method: string;
  /** Path with query. */
  readonly path: string;
}

/** A request on its way: what upstream answers, asked for when wanted, and the answer to the client. */
interface Exchange {
  readonly upstream: () => Promise<Response>;
  readonly response: ServerResponse;
}

/** What happens to a request instead of passing. */
type Fault = (exchange: Exchange) => Promise<void>;

interface Rule {
  readonly fits: (asked: Asked) => boolean;
  readonly fault: Fault;
  times: number;
}

/** A real HTTP proxy that does to single requests what networks and providers do; gone when the test ends. */
export class FaultProxy {
  /** Every request that came, with its query. */
  readonly seen: Asked[] = [];
  readonly #upstream: string;
  readonly #server: Server;
  readonly #rules: Rule[] = [];

  private constructor(upstream: string) {
    this.#upstream = new URL(upstream).origin;
    this.#server = createServer((request, response) => void this.#serve(request, response));
  }

  static async start(upstream: string): Promise<FaultProxy> {
    const proxy = new FaultProxy(upstream);
    await new Promise<void>((resolve) => proxy.#server.listen(0, "127.0.0.1", resolve));
    onTestFinished(() => {
      proxy.#server.closeAllConnections();
      proxy.#server.close();
    });
    return proxy;
  }

  get origin(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** The next `times` requests that fit meet the fault; rules are asked in the order in which they were given. */
  next(fits: (asked: Asked) => boolean, fault: Fault, times = 1): void {
    this.#rules.push({ fits, fault, times });
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const asked = { method: request.method ?? "", path: request.url ?? "" };
    this.seen.push(asked);
    const body = await buffer(request);
    const gone = new AbortController();
    response.on("close", () => gone.abort());
    const upstream = (): Promise<Response> =>
      fetch(this.#upstream + asked.path, {
        method: asked.method,
        headers: headersOf(request),
        signal: gone.signal,
        ...(body.length === 0 ? {} : { body: new Uint8Array(body) }),
      });
    const rule = this.#rules.find(({ fits, times }) => times > 0 && fits(asked));
    if (rule !== undefined) rule.times--;
    try {
      await (rule?.fault ?? pass)({ upstream, response });
    } catch {
      // The client went, and its request upstream with it.
      response.destroy();
    }
  }
}

export const isCreate = ({ method, path }: Asked): boolean => method === "POST" && path === "/v1/responses";
export const isResume = ({ method, path }: Asked): boolean =>
  method === "GET" && /^\/v1\/responses\/\w+\?.*stream=true/.test(path);
export const isDownload = ({ method, path }: Asked): boolean => method === "GET" && path.endsWith("/content");

export const pass: Fault = async ({ upstream, response }) => {
  const answered = await upstream();
  begin(response, answered);
  for await (const piece of answered.body ?? []) response.write(piece);
  response.end();
};

/** Answers in upstream's place, which hears nothing of it. */
export function answer(status: number, text: string, headers: Record<string, string> = {}): Fault {
  return async ({ response }) => {
    response.writeHead(status, { "content-type": "application/json", ...headers });
    response.end(text);
  };
}

/** The connection ends before an answer. */
export const refuse: Fault = async ({ response }) => {
  response.socket?.resetAndDestroy();
};

/** The connection stays, and no answer comes. */
export const silence: Fault = ({ response }) => new Promise((resolve) => response.on("close", resolve));

/** Passes `count` events; then the connection is reset, as networks do, though upstream goes on. */
export function resetAfter(count: number): Fault {
  return async ({ upstream, response }) => {
    await passEvents(upstream, response, count);
    response.socket?.resetAndDestroy();
  };
}

/** Passes `count` events; then the answer ends as if that were all. */
export function endAfter(count: number): Fault {
  return async ({ upstream, response }) => {
    await passEvents(upstream, response, count);
    response.end();
  };
}

/** Passes `count` events, and nothing more, over a connection that stays. */
export function silentAfter(count: number): Fault {
  return async ({ upstream, response }) => {
    await passEvents(upstream, response, count);
    await new Promise((resolve) => response.on("close", resolve));
  };
}

/** Sends other events than upstream did, e.g. some twice, or in another order. */
export function changed(change: (events: string[]) => string[]): Fault {
  return async ({ upstream, response }) => {
    const answered = await upstream();
    begin(response, answered);
    const events: string[] = [];
    for await (const event of eventsOf(answered)) events.push(event);
    for (const event of change(events)) response.write(event);
    response.end();
  };
}

/** Tells the whole length, and breaks off in the middle. */
export const half: Fault = async ({ upstream, response }) => {
  const answered = await upstream();
  const bytes = Buffer.from(await answered.arrayBuffer());
  response.writeHead(answered.status, { "content-length": bytes.length });
  response.write(bytes.subarray(0, bytes.length / 2), () => response.socket?.destroy());
};

/** Tells half of the length, and sends that: whole as HTTP sees it, but not all of the file. */
export const shortened: Fault = async ({ upstream, response }) => {
  const bytes = Buffer.from(await (await upstream()).arrayBuffer());
  response.end(bytes.subarray(0, bytes.length / 2));
};

async function passEvents(
  upstream: () => Promise<Response>,
  response: ServerResponse,
  count: number,
): Promise<void> {
  const answered = await upstream();
  begin(response, answered);
  let passed = 0;
  if (count === 0) response.flushHeaders();
  else {
    for await (const event of eventsOf(answered)) {
      await new Promise<void>((resolve) => response.write(event, () => resolve()));
      if (++passed === count) break;
    }
  }
  // What was written is on its way before the connection goes.
  await new Promise(setImmediate);
}

async function* eventsOf({ body }: Response): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let text = "";
  for await (const piece of body ?? []) {
    text += decoder.decode(piece, { stream: true });
    for (let end = text.indexOf("\n\n"); end >= 0; end = text.indexOf("\n\n")) {
      yield text.slice(0, end + 2);
      text = text.slice(end + 2);
    }
  }
}

function begin(response: ServerResponse, answered: Response): void {
  const headers = [...answered.headers].filter(([name]) => !HOP.has(name));
  response.writeHead(answered.status, Object.fromEntries(headers));
}

const HOP = new Set([
  "connection",
  "content-encoding",
  "content-length",
  "host",
  "keep-alive",
  "transfer-encoding",
]);

function headersOf({ headers }: IncomingMessage): [string, string][] {
  return Object.entries(headers).flatMap(([name, value]): [string, string][] =>
    HOP.has(name) || typeof value !== "string" ? [] : [[name, value]],
  );
}
