import { afterEach, beforeEach, expect, it } from "vitest";
import type { ModelRequest } from "../../../src/run/model.ts";
import { answer, ask, call, type Endpoint, openEndpoint, refuse, request, say, stream } from "./endpoint.ts";

let endpoint: Endpoint;
beforeEach(async () => (endpoint = await openEndpoint()));
afterEach(() => endpoint.close());

const WEATHER = { name: "weather", description: "Of a place", parameters: { type: "object" }, strict: true };
const withWeather = (more: Partial<ModelRequest> = {}): ModelRequest => ({
  ...request(),
  functions: [WEATHER],
  ...more,
});

it("offers the client's functions beside Python, and hands over their calls whole", async () => {
  endpoint.reply(
    stream(
      call("", 0, "call_1", "weather"),
      call('{"place": ', 0),
      call('"Seoul"}', 0),
      call('{"code": "1 + 1"}', 1, "call_2"),
    ),
  );
  const events = await answer(endpoint, withWeather());
  expect(events).toEqual([
    { type: "call", name: "weather", arguments: '{"place": "Seoul"}' },
    { type: "cell.started", id: "call_2" },
    { type: "cell.code", delta: "1 + 1" },
    { type: "cell.done", code: "1 + 1" },
  ]);
  const { tools, tool_choice } = endpoint.received[0]!.body;
  expect(tools?.map((tool) => tool.type === "function" && tool.function.name)).toEqual([
    "run_python",
    "weather",
  ]);
  expect(tools?.[1]).toEqual({ type: "function", function: WEATHER });
  expect(tool_choice).toBe("auto");
});

it("gives what a function answered back to the model", async () => {
  endpoint.reply(stream(say("Sunny.")));
  const calls = [{ id: "call_1", name: "weather", arguments: "{}", output: "sun" }];
  await answer(
    endpoint,
    withWeather({ turns: [ask("?"), { role: "assistant", text: "", cells: [], calls }] }),
  );
  expect(endpoint.received[0]!.body.messages.slice(2)).toEqual([
    {
      role: "assistant",
      content: null,
      tool_calls: [{ id: "call_1", type: "function", function: { name: "weather", arguments: "{}" } }],
    },
    { role: "tool", tool_call_id: "call_1", content: "sun" },
  ]);
});

it("passes on what the client set for the model, and leaves the rest to the endpoint", async () => {
  endpoint.reply(stream(say("Hi")), stream(say("Hi")));
  await answer(endpoint, withWeather());
  expect(endpoint.received[0]!.body).not.toHaveProperty("temperature");
  const settings = {
    temperature: 0.2,
    topP: 0.9,
    maxCompletionTokens: 50,
    responseFormat: { type: "json_object" },
    toolChoice: { function: "weather" },
    parallelToolCalls: false,
  };
  await answer(endpoint, withWeather({ settings }));
  expect(endpoint.received[1]!.body).toMatchObject({
    temperature: 0.2,
    top_p: 0.9,
    max_completion_tokens: 50,
    response_format: { type: "json_object" },
    tool_choice: { type: "function", function: { name: "weather" } },
    parallel_tool_calls: false,
  });
});

it("offers functions also when Python may not run, and nothing to a model that takes no tools", async () => {
  endpoint.reply(stream(say("Hi")), refuse(400, "tools are not supported"), stream(say("Hi")));
  await answer(endpoint, withWeather({ mayRunCode: false }));
  expect(endpoint.received[0]!.body.tools).toHaveLength(1);
  await answer(endpoint, withWeather());
  expect(endpoint.received[2]!.body).not.toHaveProperty("tools");
});
