import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";
import { onTestFinished } from "vitest";
import { ScriptedResponse, type Step } from "./scriptedResponse.ts";

interface ContainerFile {
  readonly id: string;
  readonly path: string;
  readonly bytes: Buffer;
  readonly source: "user" | "assistant";
}

export interface ScriptedContainer {
  readonly id: string;
  readonly memory: unknown;
  readonly files: Map<string, ContainerFile>;
  isExpired: boolean;
}

interface Seen {
  readonly method: string;
  readonly path: string;
  readonly body: Record<string, unknown>;
}

class Refusal extends Error {
  readonly status: number;
  readonly param: string | null;

  constructor(status: number, message: string, param: string | null = null) {
    super(message);
    this.status = status;
    this.param = param;
  }
}

/** A provider of the Responses API over real HTTP that answers by a script; gone when the test ends. */
export class ScriptedProvider {
  readonly seen: Seen[] = [];
  readonly containers = new Map<string, ScriptedContainer>();
  readonly uploads = new Map<string, { name: string; bytes: Buffer }>();
  readonly responses = new Map<string, ScriptedResponse>();
  takesBackground = true;
  makesContainers = true;
  /** Whether containers that it made by itself can be looked into. */
  listsFiles = true;
  /** What stands before the names of files that are put into a container, as the real service has it. */
  prefix = "";
  readonly #answers: (readonly Step[])[];
  readonly #server: Server;
  #count = 0;

  private constructor(answers: readonly (readonly Step[])[]) {
    this.#answers = [...answers];
    this.#server = createServer((request, response) => void this.#serve(request, response));
  }

  static async start(answers: readonly (readonly Step[])[]): Promise<ScriptedProvider> {
    const provider = new ScriptedProvider(answers);
    const server = provider.#server;
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    onTestFinished(() => {
      server.closeAllConnections();
      server.close();
    });
    return provider;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/v1`;
  }

  /** Bodies of the requests for responses, in order. */
  get asked(): Record<string, unknown>[] {
    return this.seen
      .filter(({ method, path }) => method === "POST" && path === "/responses")
      .map(({ body }) => body);
  }

  /** The newest container. */
  get container(): ScriptedContainer {
    return [...this.containers.values()].at(-1)!;
  }

  put(
    container: ScriptedContainer,
    name: string,
    bytes: Buffer,
    source: "user" | "assistant",
  ): ContainerFile {
    const path = name.startsWith("/") ? name : `/mnt/data/${name}`;
    const old = [...container.files.values()].find((file) => file.path === path);
    if (old !== undefined) container.files.delete(old.id);
    const file = { id: this.#id("cfile"), path, bytes, source };
    container.files.set(file.id, file);
    return file;
  }

  makeContainer(memory: unknown = "1g"): ScriptedContainer {
    const container = {
      id: this.#id("cntr"),
      memory,
      files: new Map<string, ContainerFile>(),
      isExpired: false,
    };
    this.containers.set(container.id, container);
    return container;
  }

  #id(prefix: string): string {
    return `${prefix}_${(++this.#count).toString(16).padStart(8, "0")}`;
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? "", "http://x");
    const path = url.pathname.replace(/^\/v1/, "");
    const content = await buffer(request);
    const isJson = request.headers["content-type"]?.startsWith("application/json") === true;
    const body = isJson && content.length > 0 ? (JSON.parse(content.toString()) as Seen["body"]) : {};
    this.seen.push({ method: request.method ?? "", path, body });
    try {
      await this.#route(request, response, { url, path, body, content });
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      const { status, message, param } = error;
      response.writeHead(status, { "content-type": "application/json", "x-request-id": "req_scripted" });
      response.end(JSON.stringify({ error: { message, type: "invalid_request_error", param, code: null } }));
    }
  }

  async #route(
    request: IncomingMessage,
    response: ServerResponse,
    { url, path, body, content }: { url: URL; path: string; body: Seen["body"]; content: Buffer },
  ): Promise<void> {
    const send = (data: unknown): void => {
      response.writeHead(200, { "content-type": "application/json" });
      response.end(JSON.stringify(data));
    };
    const [, kind, id = "", sub, fileId = "", last] = path.split("/");
    const isPost = request.method === "POST";
    if (kind === "responses" && isPost && sub === "cancel") {
      const found = this.#found(id);
      found.end("cancelled");
      found.stop.abort();
      return send(found.state());
    }
    if (kind === "responses" && isPost) return this.#stream(this.#begin(body), 0, response);
    if (kind === "responses" && url.searchParams.get("stream") === "true") {
      return this.#stream(this.#found(id), Number(url.searchParams.get("starting_after")) + 1, response);
    }
    if (kind === "responses") return send(this.#found(id).state());
    if (kind === "files") {
      const { name, bytes } = await fileIn(request, content);
      const upload = this.#id("file");
      this.uploads.set(upload, { name, bytes });
      return send({ id: upload, object: "file", filename: name, bytes: bytes.length });
    }
    if (!this.makesContainers && (isPost || !this.listsFiles)) throw new Refusal(404, "Resource not found");
    if (id === "") return send(this.#containerState(this.makeContainer(body["memory_limit"])));
    if (request.method === "DELETE" && sub === undefined) {
      this.containers.delete(id);
      return send({ id, deleted: true });
    }
    const container = this.#usable(id);
    if (sub === undefined) return send(this.#containerState(container));
    if (isPost) {
      const { name, bytes } = await fileIn(request, content);
      return send(fileState(this.put(container, this.prefix + name, bytes, "user")));
    }
    if (fileId === "") {
      return send({ object: "list", data: [...container.files.values()].map(fileState), has_more: false });
    }
    const file = container.files.get(fileId);
    if (file === undefined) throw new Refusal(404, "No such file");
    if (request.method === "DELETE") {
      container.files.delete(fileId);
      return send({ id: fileId, deleted: true });
    }
    if (last === undefined) return send(fileState(file));
    response.writeHead(200, { "content-length": file.bytes.length });
    response.end(file.bytes);
  }

  #found(id: string): ScriptedResponse {
    const found = this.responses.get(id);
    if (found === undefined) throw new Refusal(404, `Response with id '${id}' not found.`);
    return found;
  }

  #usable(id: string): ScriptedContainer {
    const container = this.containers.get(id);
    if (container === undefined) throw new Refusal(404, `Container with id '${id}' not found.`);
    if (container.isExpired) throw new Refusal(400, "Container is expired.");
    return container;
  }

  #containerState({ id, memory }: ScriptedContainer): object {
    return { id, object: "container", status: "running", memory_limit: memory, created_at: 1, name: "x" };
  }

  /** Begins the next answer of the script. */
  #begin(body: Seen["body"]): ScriptedResponse {
    if (body["background"] === true && !this.takesBackground) {
      throw new Refusal(400, "Background mode is not supported.", "background");
    }
    const previous = body["previous_response_id"];
    if (typeof previous === "string" && !this.responses.has(previous)) {
      throw new Refusal(400, `Previous response with id '${previous}' not found.`, "previous_response_id");
    }
    const tools = (body["tools"] ?? []) as { type: string; container?: unknown }[];
    const wanted = tools.find(({ type }) => type === "code_interpreter")?.container;
    const containerId = typeof wanted === "string" ? this.#usable(wanted).id : null;
    const response = new ScriptedResponse(this.#id("resp"));
    this.responses.set(response.id, response);
    const steps = this.#answers.shift();
    if (steps === undefined) throw new Refusal(400, "The script has no answer left.");
    void this.#play(response, steps, containerId);
    return response;
  }

  async #play(response: ScriptedResponse, steps: readonly Step[], containerId: string | null): Promise<void> {
    const container = (): ScriptedContainer => {
      const known =
        containerId === null ? [...this.containers.values()].at(-1) : this.containers.get(containerId);
      return known ?? this.makeContainer();
    };
    for (const step of steps) {
      if (response.hasEnded) return;
      if (typeof step === "function") await step(response.stop.signal);
      else if (step.type === "say") {
        const files = [...(this.containers.get(containerId ?? "")?.files.values() ?? [])];
        const idOf = (name: string) => files.find(({ path }) => path === `/mnt/data/${name}`)?.id ?? name;
        response.say(step, containerId ?? "", idOf);
      } else if (step.type === "call") response.call(step);
      else if (step.type === "fail") response.end(step.status, step.code, step.message);
      else {
        const within = container();
        const end = response.code(step, within.id);
        for (const [name, bytes] of Object.entries(step.files ?? {})) {
          this.put(within, name, Buffer.from(bytes), "assistant");
        }
        end();
      }
    }
    response.end("completed");
  }

  async #stream(from: ScriptedResponse, start: number, response: ServerResponse): Promise<void> {
    response.writeHead(200, { "content-type": "text/event-stream" });
    for (let next = start; ; next++) {
      while (next >= from.events.length && !from.hasEnded) await from.more();
      const event = from.events[next];
      if (event === undefined || response.destroyed) break;
      response.write(`event: ${String(event["type"])}\ndata: ${JSON.stringify(event)}\n\n`);
    }
    response.end();
  }
}

function fileState({ id, path, bytes, source }: ContainerFile): object {
  return { id, object: "container.file", path, bytes: bytes.length, source, created_at: 1 };
}

async function fileIn(request: IncomingMessage, content: Buffer): Promise<{ name: string; bytes: Buffer }> {
  const headers = { "content-type": request.headers["content-type"] ?? "" };
  const form = await new Response(new Uint8Array(content), { headers }).formData();
  const file = form.get("file");
  if (!(file instanceof File)) throw new Refusal(400, "There is no file.");
  return { name: file.name, bytes: Buffer.from(await file.arrayBuffer()) };
}
