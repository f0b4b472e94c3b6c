import { once } from "node:events";
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { ChatCompletionCreateParamsStreaming } from "openai/resources/chat/completions";
import { ChatCompletionsModel } from "../../../src/models/chat/chatCompletionsModel.ts";
import type { ModelEvent, ModelRequest, Turn } from "../../../src/run/model.ts";

export const API_KEY = "sk-the-secret-key-of-this-test";

type Reply = (response: ServerResponse) => void;

export interface Received {
  readonly path: string | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly body: ChatCompletionCreateParamsStreaming;
  /** Resolves once the connection of this request is closed. */
  readonly closed: Promise<unknown>;
}

export interface Endpoint {
  readonly baseURL: string;
  readonly model: ChatCompletionsModel;
  readonly received: Received[];
  /** What the next requests get, in order. */
  reply(...replies: Reply[]): void;
  close(): Promise<void>;
}

/** A chat completions endpoint on this machine. */
export async function openEndpoint(): Promise<Endpoint> {
  const replies: Reply[] = [];
  const received: Received[] = [];
  const answerNext = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { url: path, headers } = request;
    received.push({ path, headers, body: await readBody(request), closed: once(response, "close") });
    (replies.shift() ?? refuse(500, "nothing was prepared"))(response);
  };
  const server = createServer((request, response) => {
    void answerNext(request, response);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const baseURL = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
  return {
    baseURL,
    model: new ChatCompletionsModel({ baseURL, model: "test-model", apiKey: API_KEY }),
    received,
    reply: (...next) => void replies.push(...next),
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

async function readBody(request: IncomingMessage): Promise<ChatCompletionCreateParamsStreaming> {
  const pieces: Buffer[] = [];
  for await (const piece of request) pieces.push(piece as Buffer);
  return JSON.parse(Buffer.concat(pieces).toString() || "null") as ChatCompletionCreateParamsStreaming;
}

/** An error in OpenAI's form; the SDK is told not to try again, so that tests do not wait. */
export function refuse(status: number, message: string): Reply {
  return (response) => {
    response.writeHead(status, { "content-type": "application/json", "x-should-retry": "false" });
    response.end(JSON.stringify({ error: { message, type: "test", code: null } }));
  };
}

/** An answer in one piece, e.g. the list of models. */
export function json(value: unknown): Reply {
  return (response) => {
    response.writeHead(200, { "content-type": "application/json" });
    response.end(JSON.stringify(value));
  };
}

export function beginStream(response: ServerResponse): void {
  response.writeHead(200, { "content-type": "text/event-stream" });
}

export const event = (chunk: unknown): string => `data: ${JSON.stringify(chunk)}\n\n`;

/** A whole answer, chunk by chunk. */
export function stream(...chunks: unknown[]): Reply {
  return (response) => {
    beginStream(response);
    for (const chunk of chunks) response.write(event(chunk));
    response.end("data: [DONE]\n\n");
  };
}

const chunk = (delta: unknown): unknown => ({
  id: "chatcmpl-1",
  object: "chat.completion.chunk",
  created: 1,
  model: "test-model",
  choices: [{ index: 0, delta, finish_reason: null }],
});

export const say = (content: string): unknown => chunk({ content });

/** A piece of a tool call: the first one of a call has its id. */
export const call = (piece: string, index = 0, id?: string, name = "run_python"): unknown =>
  chunk({
    tool_calls: [
      {
        index,
        ...(id === undefined ? {} : { id, type: "function" }),
        function: { ...(id === undefined ? {} : { name }), arguments: piece },
      },
    ],
  });

export const ask = (text: string): Turn => ({ role: "user", text, files: [] });

export const request = (turns: readonly Turn[] = [ask("Hello")], mayRunCode = true): ModelRequest => ({
  instructions: "Be brief.",
  turns,
  mayRunCode,
});

export async function answer(
  { model }: Pick<Endpoint, "model">,
  asked = request(),
  signal = new AbortController().signal,
): Promise<ModelEvent[]> {
  const events: ModelEvent[] = [];
  for await (const piece of model.respond(asked, signal)) events.push(piece);
  return events;
}

/** An answer in short: its words, and each cell with the code as it streamed and as it was in the end. */
export function inShort(events: readonly ModelEvent[]): {
  text: string;
  cells: { id: string; streamed: string; code: string }[];
} {
  const cells: { id: string; streamed: string; code: string }[] = [];
  let text = "";
  for (const piece of events) {
    if (piece.type === "text") text += piece.delta;
    if (piece.type === "cell.started") cells.push({ id: piece.id, streamed: "", code: "(never done)" });
    const cell = cells.at(-1);
    if (piece.type === "cell.code" && cell !== undefined) cell.streamed += piece.delta;
    if (piece.type === "cell.done" && cell !== undefined) cell.code = piece.code;
  }
  return { text, cells };
}
