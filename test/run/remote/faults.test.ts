import { describe, expect, it } from "vitest";
import type { Change } from "../../../src/domain/event.ts";
import { cell, say } from "../../fakes/scriptedModel.ts";
import type { Lab, LabOptions } from "../../service/lab.ts";
import { type Network, openTwoServers } from "./twoServers.ts";

const SCENARIO: LabOptions = {
  answers: [[say("I look", " at it."), cell("work()")], [say("It is ", "done.")]],
  python: {
    "work()": async (python) => {
      python.print("one\n");
      python.show("Sales");
      python.print("two\n");
      await python.write("sums.csv", "a\n1\n");
    },
  },
};

/** Whether the request starts a run. */
const startsRun = ({ method, url }: Request): boolean => method === "POST" && url.endsWith("/runs");
const readsFile = ({ url }: Request): boolean => url.endsWith("/content");

/** Lets the first `count` requests of a kind meet something. */
function atFirst(count: number, fits: (request: Request) => boolean, meet: Network): Network {
  let met = 0;
  return (request, next) => (fits(request) && met++ < count ? meet(request, next) : next(request));
}

const refuse =
  (status: number, message: string, headers: Record<string, string> = {}): Network =>
  () =>
    Promise.resolve(
      Response.json({ error: { message } }, { status, headers: { "x-request-id": "req_7", ...headers } }),
    );

const lose: Network = async (request, next) => {
  await (await next(request)).text();
  throw new TypeError("fetch failed");
};

/** The body breaks off behind the piece that holds the text. */
const cutBehind =
  (text: string): Network =>
  async (request, next) => {
    const response = await next(request);
    const decoder = new TextDecoder();
    let isOver = text === "";
    const cut = new TransformStream<Uint8Array, Uint8Array>({
      transform(chunk, controller) {
        if (isOver) throw new TypeError("terminated");
        isOver = decoder.decode(chunk, { stream: true }).includes(text);
        controller.enqueue(chunk);
      },
    });
    return new Response(response.body!.pipeThrough(cut), response);
  };

const halve: Network = async (request, next) => {
  const response = await next(request);
  const bytes = new Uint8Array(await response.arrayBuffer());
  return new Response(bytes.subarray(0, bytes.length / 2));
};

/** What people see of a run, without what differs from run to run. */
async function seen(here: Lab, threadId: string): Promise<string[]> {
  const lines: string[] = [];
  let text = "";
  const add = ({ change }: { change: Change }): void => {
    if (change.type === "text.delta") text += change.delta;
    if (change.type === "text.done") lines.push(`${text} = ${change.text} ${change.files.length}`);
    if (change.type === "text.done" || change.type === "text.started") text = "";
    if (change.type === "cell.running") lines.push(change.code);
    if (change.type === "cell.output") {
      const { output } = change;
      const last = lines.length - 1;
      if (output.kind === "stream" && lines[last]?.startsWith("printed")) lines[last] += output.text;
      else lines.push(output.kind === "stream" ? `printed ${output.text}` : output.kind);
    }
    if (change.type === "cell.done")
      lines.push(`${change.end} ${change.files.map(({ name }) => name).join()}`);
    if (change.type === "run.note") lines.push(change.text);
    if (change.type === "run.ended") lines.push(change.error?.message ?? change.end);
  };
  for await (const event of here.client.eventsSoFar(threadId)) add(event);
  return lines;
}

const WHOLE = [
  "I look at it. = I look at it. 0",
  "work()",
  "printed one\n",
  "image",
  "printed two\n",
  "ok sums.csv",
  "It is done. = It is done. 1",
  "completed",
];

async function runThrough(network: Network): Promise<string[]> {
  const { here, link } = await openTwoServers(SCENARIO);
  link.network = network;
  const run = await here.run();
  return seen(here, run.thread_id);
}

describe("ends whole, with nothing twice, when", () => {
  it("nothing goes wrong", async () => {
    expect(await runThrough((request, next) => next(request))).toEqual(WHOLE);
  });

  it.each([
    "",
    "event: thread.run.created",
    "event: thread.run.in_progress",
    "event: thread.run.step.created",
    "event: thread.message.delta",
    "event: thread.message.completed",
    '"input":"wo',
    '"logs":"one',
    '"type":"image"',
    '"logs":"two',
    '"tool_calls","tool_calls":[{',
    '"value":"It is',
    "event: thread.run.completed",
  ])("the stream breaks off behind %j", async (text) => {
    expect(await runThrough(atFirst(1, startsRun, cutBehind(text)))).toEqual(WHOLE);
  });

  it("the answer to the start of the run gets lost", async () => {
    expect(await runThrough(atFirst(1, startsRun, lose))).toEqual(WHOLE);
  });

  it("the server is busy for a moment, or fails at first", async () => {
    expect(
      await runThrough(atFirst(1, startsRun, refuse(429, "Slow down.", { "retry-after": "0" }))),
    ).toEqual(WHOLE);
    expect(await runThrough(atFirst(1, startsRun, refuse(503, "Not now.", { "retry-after": "0" })))).toEqual(
      WHOLE,
    );
  });

  it("half of a file comes at first", async () => {
    expect(await runThrough(atFirst(2, readsFile, halve))).toEqual(WHOLE);
  });
});

describe("ends in a sentence that tells what to do, with the status and the request, when", () => {
  it("the key is refused", async () => {
    const { here, link } = await openTwoServers(SCENARIO);
    link.key = "wrong";
    const run = await here.run();
    expect(run.last_error?.message).toMatch(
      /^the other server answered with status 401: Incorrect API key provided\..* Set the key of this connection again\.$/,
    );
  });

  it("the key is repeated, which is not shown", async () => {
    const { here, link } = await openTwoServers(SCENARIO);
    link.network = refuse(401, `${link.key} is no key. Mind ${link.key}.`);
    const run = await here.run();
    expect(run.last_error?.message).toContain("[key] is no key. Mind [key], request");
    expect(run.last_error?.message).not.toContain(link.key);
  });

  it("the quota is used up", async () => {
    const { here, link } = await openTwoServers(SCENARIO);
    link.network = atFirst(9, startsRun, refuse(429, "No quota.", { "retry-after": "0" }));
    const run = await here.run();
    expect(run).toMatchObject({
      status: "failed",
      last_error: {
        code: "rate_limit_exceeded",
        message:
          "the other server answered with status 429: No quota, request req_7. Wait a little, or check the quota.",
      },
    });
  });

  it("a web page answers", async () => {
    const { here, link } = await openTwoServers(SCENARIO);
    link.network = () => Promise.resolve(new Response("<html>Sign in</html>", { status: 404 }));
    const run = await here.run();
    expect(run.last_error?.message).toMatch(/answered with status 404: a web page\. Check the address/);
  });

  it("a file cannot be had, which ends nothing else", async () => {
    const lines = await runThrough(atFirst(99, readsFile, halve));
    expect(lines).toEqual([
      ...WHOLE.slice(0, 3),
      expect.stringMatching(/^The file file-\w+ could not be fetched: only 35 of 70 bytes came\.$/),
      "printed two\n",
      expect.stringMatching(/^The file file-\w+ could not be fetched: only 2 of 4 bytes came\.$/),
      "ok ",
      "It is done. = It is done. 0",
      "completed",
    ]);
  });
});

it("keeps what came until the connection was lost for good", async () => {
  const { here, link } = await openTwoServers(SCENARIO);
  link.network = atFirst(1, startsRun, async (request, next) => {
    link.network = () => Promise.reject(new TypeError("fetch failed"));
    return cutBehind('"logs":"one')(request, next);
  });
  const run = await here.run();
  const lines = await seen(here, run.thread_id);
  expect(lines.slice(0, 3)).toEqual(["I look at it. = I look at it. 0", "work()", "printed one\n"]);
  expect(lines.at(-1)).toBe(
    "The connection to the other server broke off while the run worked, and could not be made again. What was done so far is kept; ask again.",
  );
});
