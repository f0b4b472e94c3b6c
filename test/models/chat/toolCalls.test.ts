import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { answer, call, type Endpoint, inShort, openEndpoint, say, stream } from "./endpoint.ts";

let endpoint: Endpoint;
beforeAll(async () => (endpoint = await openEndpoint()));
afterAll(() => endpoint.close());

/** The answer that these chunks make. */
async function read(...chunks: unknown[]) {
  endpoint.reply(stream(...chunks));
  return inShort(await answer(endpoint));
}

const CODE = 'text = "a\\tb"\n# 한글 😀 \u2028 \\ / "quoted"\nprint(text)\n';
const JSON_TEXT = JSON.stringify({ code: CODE })
  .replace("😀", String.raw`\ud83d\ude00`)
  .replace("한", String.raw`\uD55C`);

describe("code in a tool call", () => {
  it.each([1, 2, 3, 5, 7, 1000])("comes whole in pieces of %i letters", async (size) => {
    const pieces = JSON_TEXT.match(new RegExp(`[^]{1,${size}}`, "g")) ?? [];
    const { cells } = await read(call("", 0, "call_1"), ...pieces.map((piece) => call(piece)));
    expect(cells).toEqual([{ id: "call_1", streamed: CODE, code: CODE }]);
  });

  it("comes from each of several calls, after the words before them", async () => {
    const { text, cells } = await read(
      say("First "),
      say("this."),
      call('{"code": "a = 1"}', 0, "call_1"),
      call("", 1, "call_2"),
      call('{"code": "b', 1),
      call(' = 2"}', 1),
    );
    expect(text).toBe("First this.");
    expect(cells).toEqual([
      { id: "call_1", streamed: "a = 1", code: "a = 1" },
      { id: "call_2", streamed: "b = 2", code: "b = 2" },
    ]);
  });

  it.each([
    ["JSON without its end", '{"code": "print(1)\\n', "print(1)\n"],
    ["JSON cut in an escape", '{"code": "print(1)\\', "print(1)"],
    ["JSON cut in a letter's number", '{"code": "x = 1 # \\ud5', "x = 1 # "],
    ["bare code", "print(2)", "print(2)"],
    ["a bare string", '"print(3)"', "print(3)"],
    ["another name", '{"python": "print(4)"}', "print(4)"],
    ["an explanation before it", '{"why": "to see", "code": "print(6)"}', "print(6)"],
    ["another order", '{"why": 1, "code": "print(5)"}', "print(5)"],
    ["line breaks as they are", '{"code": "a = 1\nb = 2"}', "a = 1\nb = 2"],
    ["nothing", "", ""],
    ["no code", "{}", ""],
  ])("is taken as it is meant: %s", async (_, json, code) => {
    const { cells } = await read(call(json, 0, "call_1"));
    expect(cells).toMatchObject([{ code }]);
  });

  it("is not mixed up by calls without an index or an id", async () => {
    const bare = { choices: [{ delta: { tool_calls: [{ function: { arguments: '{"code": "1"}' } }] } }] };
    expect((await read(bare)).cells).toEqual([{ id: "call-0", streamed: "1", code: "1" }]);
  });
});

it("chunks that lack what they should have are passed over", async () => {
  const { text, cells } = await read(
    {},
    { choices: null },
    { choices: [] },
    { choices: [{}] },
    { choices: [{ delta: null }] },
    { choices: [{ delta: { content: null, tool_calls: null } }] },
    { choices: [{ delta: { role: "assistant", content: "" } }] },
    say("Hi"),
    { choices: [{ delta: { tool_calls: [{ index: 0, id: "call_1" }] } }] },
    call('{"code": "1"}'),
    { choices: [{ delta: {}, finish_reason: "tool_calls" }], usage: null },
  );
  expect(text).toBe("Hi");
  expect(cells).toEqual([{ id: "call_1", streamed: "1", code: "1" }]);
});

it("the tokens that were used are reported", async () => {
  endpoint.reply(
    stream(say("Hi"), { choices: [], usage: { prompt_tokens: 12, completion_tokens: 3, total_tokens: 15 } }),
  );
  expect(await answer(endpoint)).toContainEqual({
    type: "usage",
    usage: { promptTokens: 12, completionTokens: 3 },
  });
});
