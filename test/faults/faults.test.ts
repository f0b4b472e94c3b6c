import { describe, expect, it } from "vitest";
import type { Change } from "../../src/domain/event.ts";
import { notesIn, openHostedLab, those } from "../run/hosted/hostedLab.ts";
import {
  answer,
  changed,
  endAfter,
  FaultProxy,
  half,
  isCreate,
  isDownload,
  isResume,
  pass,
  refuse,
  resetAfter,
  shortened,
  silence,
  silentAfter,
} from "./faultProxy.ts";
import { run, say } from "./scriptedResponse.ts";

const ANSWER = [
  say("Let me ", "look ", "at it."),
  run("print(1)", { logs: "1\n", files: { "made.csv": "a,b\n1,2\n" } }),
  say("It is ", "one, see ", "[the table](sandbox:/mnt/data/made.csv)."),
];
const WHOLE = ["Let me look at it.", "It is one, see [the table](sandbox:/mnt/data/made.csv)."];

/** Longer than any answer that comes takes on a busy machine. */
const SILENCE_MS = 1000;

/** A hosted runner with the proxy between it and its provider. */
async function openFaultLab(options: Parameters<typeof openHostedLab>[0] = {}) {
  let proxy: FaultProxy | undefined;
  const lab = await openHostedLab({
    answers: [ANSWER],
    ...options,
    through: async (url) => `${(proxy = await FaultProxy.start(url)).origin}/v1`,
  });
  return { ...lab, proxy: proxy! };
}

/** What was shown, whatever the pieces. */
function shownIn(changes: readonly Change[]) {
  return {
    words: those(changes, "text.done").map(({ text }) => text),
    pieces: those(changes, "text.delta")
      .map(({ delta }) => delta)
      .join(""),
    code: those(changes, "cell.running").map((change) => change.code),
    outputs: those(changes, "cell.output").map(({ output }) => output),
    cells: those(changes, "cell.done").map(({ end, files }) => `${end}: ${files[0]?.name}`),
    ends: those(changes, "run.ended").map(({ end }) => end),
  };
}

/** Everything is there, once, as if nothing had happened. */
const ALL = {
  words: WHOLE,
  pieces: WHOLE.join(""),
  code: ["print(1)"],
  outputs: [{ kind: "stream", name: "stdout", text: "1\n" }],
  cells: ["ok: made.csv"],
  ends: ["completed"],
};

describe("a stream that breaks", () => {
  it("is resumed, wherever that happens", async () => {
    for (let count = 0, isOver = false; !isOver; count++) {
      const { proxy, provider, ask } = await openFaultLab({ answers: [ANSWER, ANSWER] });
      proxy.next(isCreate, resetAfter(count));
      const { changes } = await ask("Go");
      expect(shownIn(changes)).toEqual(ALL);
      // A reset may swallow what was sent before it: without any event, the question is asked anew.
      const again = proxy.seen.slice(2).filter((asked) => isResume(asked) || isCreate(asked));
      expect(again, `after ${count} events`).not.toEqual([]);
      expect(notesIn(changes)).toEqual([]);
      isOver = [...provider.responses.values()].at(-1)!.events.length === count + 1;
    }
  });

  it("is resumed when it ends as if that were all, and when it breaks again and again", async () => {
    const { proxy, ask } = await openFaultLab();
    proxy.next(isCreate, endAfter(5));
    proxy.next(isResume, resetAfter(4), 4);
    const { changes } = await ask("Go");
    expect(shownIn(changes)).toEqual(ALL);
  });

  it("is resumed when nothing comes any more", async () => {
    const { proxy, ask } = await openFaultLab({ waits: { silenceMs: SILENCE_MS } });
    proxy.next(isCreate, silentAfter(6));
    expect(shownIn((await ask("Go")).changes)).toEqual(ALL);
    expect(proxy.seen.filter(isResume)).not.toEqual([]);
  });

  it("is looked at from time to time when it cannot be resumed", async () => {
    const { proxy, ask } = await openFaultLab();
    proxy.next(isCreate, resetAfter(6));
    proxy.next(isResume, answer(400, '{"error":{"message":"This response cannot be streamed."}}'), 9);
    expect(shownIn((await ask("Go")).changes)).toEqual(ALL);
  });

  it("ends in a clear error when nothing of the rest can be had, and what was shown is kept", async () => {
    const { proxy, lab, ask } = await openFaultLab();
    proxy.next(isCreate, resetAfter(6));
    proxy.next(({ method, path }) => method === "GET" && path.startsWith("/v1/responses/"), refuse, 99);
    const { run: ended, changes, threadId } = await ask("Go");
    expect(ended.last_error?.message).toBe(
      "The connection to provider.example broke off in the middle of an answer, and the rest of it cannot be had. What was done so far is kept; ask again.",
    );
    expect(
      those(changes, "text.delta")
        .map(({ delta }) => delta)
        .join(""),
    ).toBe("Let me look at it.");
    expect(await lab.answersIn(threadId)).toMatchObject([
      { content: [{ text: { value: "Let me look at it." } }] },
    ]);
  });

  it("of a provider without background responses is made good by the response itself", async () => {
    const { proxy, provider, ask } = await openFaultLab();
    provider.takesBackground = false;
    proxy.next(isCreate, pass);
    proxy.next(isCreate, resetAfter(8));
    expect(shownIn((await ask("Go")).changes)).toEqual(ALL);
    expect(proxy.seen.filter(isResume)).toEqual([]);
  });
});

describe("a stream that is not as it should be", () => {
  it.each([
    ["with every event twice", (events: string[]) => events.flatMap((event) => [event, event])],
    [
      "in pairs the wrong way round",
      (events: string[]) => events.map((_, index) => events[index ^ 1] ?? events[index]!),
    ],
    ["backwards", (events: string[]) => events.toReversed()],
    ["with one event missing", (events: string[]) => events.filter((_, index) => index !== 7)],
    [
      "with half of an event",
      (events: string[]) => events.map((event, index) => (index === 7 ? cut(event) : event)),
    ],
    ["with events of no known form", (events: string[]) => events.flatMap((event) => [strange, event])],
    ["with nothing but its end", (events: string[]) => events.slice(-1)],
    [
      "without numbers",
      (events: string[]) => events.map((event) => event.replace(/"sequence_number":\d+,/, "")),
    ],
  ])("%s is shown whole", async (_how, change) => {
    const { proxy, ask } = await openFaultLab();
    proxy.next(isCreate, changed(change));
    expect(shownIn((await ask("Go")).changes)).toEqual(ALL);
  });
});

describe("a provider that is busy", () => {
  const limited = '{"error":{"message":"Slow down.","type":"requests","code":"rate_limit_exceeded"}}';

  it("is asked again after the time that it wants, which the person is told when it is long", async () => {
    const { proxy, ask } = await openFaultLab({ waits: { tellMs: 0 } });
    proxy.next(isCreate, answer(429, limited, { "retry-after-ms": "2" }));
    proxy.next(isCreate, answer(503, "<html>Busy</html>"));
    proxy.next(isCreate, refuse);
    const { changes } = await ask("Go");
    expect(shownIn(changes)).toEqual(ALL);
    expect(notesIn(changes)).toEqual(
      [1, 1, 1].map((s) => `provider.example is busy. The question is sent again in ${s} s.`),
    );
  });

  it("is not waited for longer than anyone would, and then its words, status and request are told", async () => {
    const { proxy, ask } = await openFaultLab();
    proxy.next(isCreate, answer(429, limited, { "retry-after": "900", "x-request-id": "req_7" }));
    const { run: ended, changes } = await ask("Go");
    expect(ended.last_error).toEqual({
      code: "rate_limit_exceeded",
      message:
        "provider.example answered: 429 Slow down (request req_7). Wait a little, or check the quota. What was done so far is kept.",
    });
    expect(those(changes, "run.ended")).toMatchObject([{ end: "failed" }]);
  });

  it("that stays so is given up, with a sentence instead of its page", async () => {
    const { proxy, ask } = await openFaultLab();
    proxy.next(isCreate, answer(502, "<html>Bad Gateway</html>"), 99);
    const { run: ended } = await ask("Go");
    expect(ended.last_error?.message).toBe(
      "provider.example answered: 502 and a web page. What was done so far is kept; ask again.",
    );
    expect(proxy.seen.filter(isCreate)).toHaveLength(5);
  });

  it.each([
    [401, "Set the connection's key again, or sign in again."],
    [404, "Check the connection's address and its model or deployment."],
  ])("or refuses with %i is not asked again", async (status, action) => {
    const { proxy, ask } = await openFaultLab();
    proxy.next(isCreate, answer(status, '{"error":{"message":"No."}}'), 99);
    const { run: ended } = await ask("Go");
    expect(ended.last_error?.message).toBe(`provider.example answered: ${status} No. ${action}`);
    expect(proxy.seen.filter(isCreate)).toHaveLength(1);
  });
});

describe("a download that comes in part", () => {
  it.each([
    ["broken off", half],
    ["too short", shortened],
  ])("%s is tried again", async (_how, fault) => {
    const { proxy, lab, ask } = await openFaultLab();
    proxy.next(isDownload, fault, 2);
    const { changes, threadId } = await ask("Go");
    expect(shownIn(changes)).toEqual(ALL);
    const [file] = await lab.client.files(threadId);
    expect(await (await lab.openai.files.content(file!.id)).text()).toBe("a,b\n1,2\n");
  });

  it("leaves no half file behind when it never comes whole, and says so; the answer goes on", async () => {
    const { proxy, lab, ask } = await openFaultLab();
    proxy.next(isDownload, half, 99);
    const { run: ended, changes, threadId } = await ask("Go");
    expect(ended.status).toBe("completed");
    expect(notesIn(changes)).toEqual([
      expect.stringMatching(/^made\.csv could not be fetched from the container: /),
    ]);
    expect(await lab.client.files(threadId)).toEqual([]);
    expect(those(changes, "text.done").map(({ text }) => text)).toEqual(WHOLE);
  });

  it("is tried again after the next code, as the file is still missing", async () => {
    const { proxy, lab, ask } = await openFaultLab({
      answers: [[...ANSWER.slice(0, 2), run("pass"), say("Done.")]],
    });
    proxy.next(isDownload, half, 3);
    const { threadId } = await ask("Go");
    expect((await lab.client.files(threadId)).map(({ name }) => name)).toEqual(["made.csv"]);
  });
});

describe("a provider that does not answer", () => {
  it("is not waited for for ever: not by the question, which is not sent twice", async () => {
    const { proxy, ask } = await openFaultLab({ waits: { silenceMs: SILENCE_MS } });
    proxy.next(isCreate, silence, 99);
    const { run: ended } = await ask("Go");
    expect(ended.last_error?.message).toBe(
      "provider.example did not answer in time. Check the network and the connection's address. What was done so far is kept; ask again.",
    );
    expect(proxy.seen.filter(isCreate)).toHaveLength(1);
  });

  it.each([
    ["what the container holds", ({ path }: { path: string }) => /\/files\?/.test(path)],
    ["a file of it", isDownload],
  ])("nor when it is asked for %s", async (_what, fits) => {
    const { proxy, ask } = await openFaultLab({ waits: { silenceMs: SILENCE_MS } });
    proxy.next(fits, silence, 99);
    const { run: ended, changes } = await ask("Go");
    expect(ended.status).toBe("completed");
    expect(notesIn(changes)).toEqual([expect.stringContaining("could not be fetched from the container")]);
  });

  it("nor for a container: then the provider makes one by itself", async () => {
    const { proxy, provider, ask } = await openFaultLab({ waits: { containerMs: 50 } });
    proxy.next(({ path }) => path === "/v1/containers", silence, 99);
    expect(shownIn((await ask("Go")).changes)).toEqual(ALL);
    expect(provider.asked[0]!["tools"]).toEqual([{ type: "code_interpreter", container: { type: "auto" } }]);
  });
});

const strange =
  'event: x\ndata: {"type":"response.output_text.delta","item_id":7,"delta":null}\n\ndata: [1]\n\n';

function cut(event: string): string {
  return `${event.slice(0, event.length / 2).trimEnd()}\n\n`;
}
