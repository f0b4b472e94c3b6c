import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  answer,
  ask,
  call,
  type Endpoint,
  inShort,
  openEndpoint,
  refuse,
  request,
  say,
  stream,
} from "./endpoint.ts";

let endpoint: Endpoint;
beforeEach(async () => {
  endpoint = await openEndpoint();
  endpoint.reply(refuse(400, "This model does not support tools."));
});
afterEach(() => endpoint.close());

async function read(pieces: readonly string[], mayRunCode = true) {
  endpoint.reply(stream(...pieces.map(say)));
  return inShort(await answer(endpoint, request([ask("Hello")], mayRunCode)));
}

const ANSWER = "I'll compute `x`.\n\n```python\nx = 1\nprint('```')\n```\nThe result is 7.";

describe("a model without tools", () => {
  it.each([1, 2, 3, 10, 1000])("runs the code of its first fence, in pieces of %i letters", async (size) => {
    const { text, cells } = await read(ANSWER.match(new RegExp(`[^]{1,${size}}`, "g")) ?? []);
    expect(text).toBe("I'll compute `x`.\n\n");
    const code = "x = 1\nprint('```')\n";
    expect(cells).toEqual([{ id: "fence", streamed: code, code }]);
  });

  it("need not end its fence", async () => {
    const { cells } = await read(["```py\nx = 1"]);
    expect(cells).toEqual([{ id: "fence", streamed: "x = 1", code: "x = 1" }]);
  });

  it("may show code of other languages, and any code when no more may run", async () => {
    const shell = "```sh\nls\n```\nand ``` here";
    expect(await read([shell])).toEqual({ text: shell, cells: [] });
    expect(await read([ANSWER], false)).toEqual({ text: ANSWER, cells: [] });
  });

  it("is found out once, and told how to write code", async () => {
    await read(["Hi"]);
    await read(["Hi"]);
    const [first, second, third] = endpoint.received.map(({ body }) => body);
    expect(endpoint.received).toHaveLength(3);
    expect(first?.tools).toHaveLength(1);
    for (const body of [second, third]) {
      expect(body).not.toHaveProperty("tools");
      expect(body).not.toHaveProperty("tool_choice");
      expect(body?.messages[0]?.content).toMatch(/^Be brief\.\n\nTo run Python, write one block/);
    }
  });

  it("gets earlier code and results as text", async () => {
    endpoint.reply(stream(say("Hi")));
    const turns = [
      ask("Hello"),
      { role: "assistant", text: "First.", cells: [{ id: "c", code: "1" }] },
      { role: "cell", id: "c", failed: false, outputs: [] },
    ] as const;
    await answer(endpoint, request(turns));
    expect(endpoint.received[1]?.body.messages.slice(1)).toEqual([
      { role: "user", content: "Hello" },
      { role: "assistant", content: "First.\n\n```python\n1\n```" },
      { role: "user", content: "Result:\n(no output)" },
    ]);
  });
});

it("a refusal that mentions tools, but is not about them, is not remembered", async () => {
  const other = await openEndpoint();
  other.reply(refuse(404, "No tool-model here"), refuse(404, "No tool-model here"), stream(say("Hi")));
  await expect(answer(other)).rejects.toThrow("No tool-model here");
  await answer(other);
  expect(other.received.map(({ body }) => body.tools?.length)).toEqual([1, undefined, 1]);
  await other.close();
});

it("a refusal of anything else is not taken for one of tools", async () => {
  const other = await openEndpoint();
  other.reply(refuse(400, "The context is too long."));
  await expect(answer(other)).rejects.toThrow("The context is too long.");
  other.reply(stream(call('{"code": "1"}', 0, "call_1")));
  expect(inShort(await answer(other)).cells).toHaveLength(1);
  expect(other.received).toHaveLength(2);
  await other.close();
});
