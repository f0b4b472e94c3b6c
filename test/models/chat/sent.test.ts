import { afterEach, beforeEach, expect, it, vi } from "vitest";
import type { Output } from "../../../src/domain/output.ts";
import { ChatCompletionsModel } from "../../../src/models/chat/chatCompletionsModel.ts";
import type { Turn } from "../../../src/run/model.ts";
import { answer, API_KEY, ask, type Endpoint, openEndpoint, request, say, stream } from "./endpoint.ts";

let endpoint: Endpoint;
beforeEach(async () => (endpoint = await openEndpoint()));
afterEach(() => endpoint.close());

/** What the endpoint is sent for these turns. */
async function sent(turns: readonly Turn[], mayRunCode = true) {
  endpoint.reply(stream(say("Hi")));
  await answer(endpoint, request(turns, mayRunCode));
  return endpoint.received.at(-1)!;
}

const cell = (id: string, ...outputs: Output[]): Turn => ({ role: "cell", id, failed: false, outputs });
const printed = (text: string): Output => ({ kind: "stream", name: "stdout", text });

it("instructions come first, then the thread in order, with a result for each call", async () => {
  const { path, headers, body } = await sent([
    { role: "user", text: "Look", files: [{ id: "f", name: "a b.csv", bytes: 1, mime: "text/csv" }] },
    {
      role: "assistant",
      text: "",
      cells: [
        { id: "c1", code: "print('1')" },
        { id: "c2", code: "2" },
      ],
    },
    cell("c1", printed("1\n")),
    cell("c2"),
    { role: "assistant", text: "Done.", cells: [] },
    ask("Thanks"),
  ]);
  expect(path).toBe("/v1/chat/completions");
  expect(headers.authorization).toBe(`Bearer ${API_KEY}`);
  expect(body).toMatchObject({ model: "test-model", stream: true, stream_options: { include_usage: true } });
  expect(body.messages).toEqual([
    { role: "system", content: "Be brief." },
    { role: "user", content: "Look\n\n(Files: /mnt/data/a b.csv)" },
    {
      role: "assistant",
      content: null,
      tool_calls: [
        { id: "c1", type: "function", function: { name: "run_python", arguments: `{"code":"print('1')"}` } },
        { id: "c2", type: "function", function: { name: "run_python", arguments: '{"code":"2"}' } },
      ],
    },
    { role: "tool", tool_call_id: "c1", content: "1\n" },
    { role: "tool", tool_call_id: "c2", content: "(no output)" },
    { role: "assistant", content: "Done." },
    { role: "user", content: "Thanks" },
  ]);
});

it("every kind of output is told in words, tables and pictures too", async () => {
  const file = { id: "f", name: "plot.png", bytes: 9, mime: "image/png" };
  const { body } = await sent([
    cell(
      "c",
      printed("1\n"),
      { kind: "display", data: { "text/plain": "   a\n0  1", "text/html": "<table>" } },
      { kind: "display", data: { "image/svg+xml": "<svg>" } },
      { kind: "image", file, alt: "A by b" },
      { kind: "image", file, alt: "" },
      { kind: "error", name: "E", message: "m", traceback: "Traceback\nE: m" },
    ),
  ]);
  expect(body.messages[1]?.content).toBe(
    '1\n   a\n0  1\n[a picture was shown to the person: plot.png, "A by b"]\n[a picture was shown to the person: plot.png]\nTraceback\nE: m\n',
  );
});

it("of too much output the middle is left out", async () => {
  const { body } = await sent([cell("c", printed(`begin${"x".repeat(50_000)}end`))]);
  const content = body.messages[1]?.content;
  expect(content?.length).toBeLessThan(12_100);
  expect(content).toMatch(/^beginx+\n… 38008 characters left out …\nx+end$/);
});

it("headers that were set go with every request", async () => {
  const { baseURL } = endpoint;
  const headers = { "x-team": "data" };
  const model = new ChatCompletionsModel({ baseURL, model: "test-model", headers });
  endpoint.reply(stream(say("Hi")));
  await answer({ model });
  expect(endpoint.received[0]?.headers["x-team"]).toBe("data");
});

it("nothing of the environment is sent along", async () => {
  vi.stubEnv("OPENAI_ORG_ID", "org-secret");
  vi.stubEnv("OPENAI_PROJECT_ID", "proj-secret");
  const other = await openEndpoint();
  other.reply(stream(say("Hi")));
  await answer(other);
  vi.unstubAllEnvs();
  expect(JSON.stringify(other.received[0]?.headers)).not.toMatch(/(org|proj)-secret/);
  await other.close();
});

it("no tool is offered when no more code may run", async () => {
  expect((await sent([ask("Hello")], false)).body).not.toHaveProperty("tools");
  expect((await sent([ask("Hello")])).body.tools).toHaveLength(1);
});
