import OpenAI from "openai";
import { RemoteRunner } from "../../../src/run/remote/remoteRunner.ts";
import { type Lab, openLab } from "../../service/lab.ts";

type Line = readonly [event: string, data: unknown];

export interface Strange {
  /** What the run's stream holds. */
  readonly stream: readonly Line[];
  /** Name and content of each file over there, by its id. */
  readonly files?: Readonly<Record<string, readonly [name: unknown, content: string]>>;
  /** The run, when it is asked for. */
  readonly run?: unknown;
}

export const RUN = { id: "run_1", object: "thread.run", status: "in_progress", instructions: null };
export const DONE: Line = ["thread.run.completed", { ...RUN, status: "completed" }];

/** A service here, whose runs are carried out by a server that is not ours and says what it likes. */
export async function openStrange(
  strange: Strange,
): Promise<{ here: Lab; bodies: Record<string, unknown>[] }> {
  const bodies: Record<string, unknown>[] = [];
  const answer = async (request: Request): Promise<Response> => {
    const path = new URL(request.url).pathname.replace("/v1", "");
    const isPost = request.method === "POST";
    if (isPost && path.endsWith("/runs")) {
      bodies.push((await request.json()) as Record<string, unknown>);
      const lines = strange.stream.map(
        ([event, data]) => `event: ${event}\ndata: ${JSON.stringify(data)}\n\n`,
      );
      return new Response(`${lines.join("")}event: done\ndata: [DONE]\n\n`, {
        headers: { "content-type": "text/event-stream" },
      });
    }
    const [, fileId = "", isContent] = /^\/files\/([^/]+)(\/content)?$/.exec(path) ?? [];
    const file = strange.files?.[decodeURIComponent(fileId)];
    if (file !== undefined && isContent) return new Response(file[1]);
    if (file !== undefined) return Response.json({ id: fileId, filename: file[0] });
    if (isPost && path === "/assistants") return Response.json({ id: "asst_1" });
    if (path === "/assistants") return Response.json({ data: [] });
    if (isPost && path === "/threads") return Response.json({ id: "thread_1" });
    if (isPost && path.endsWith("/messages")) return Response.json({ id: "msg_1" });
    if (path === "/threads/thread_1/runs/run_1") return Response.json(strange.run ?? null);
    return Response.json({ detail: "Not Found" }, { status: 404 });
  };
  const client = new OpenAI({
    apiKey: "any",
    baseURL: "http://strange.example/v1",
    maxRetries: 0,
    fetch: (input, init) => answer(new Request(input, init)),
  });
  const connect = () => Promise.resolve({ client, model: "m", host: "strange.example" });
  return { here: await openLab({ runner: new RemoteRunner({ connect, pollMs: 1 }) }), bodies };
}
