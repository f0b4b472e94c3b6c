import { expect, it } from "vitest";
import { say } from "../../fakes/scriptedModel.ts";
import { openLab } from "../lab.ts";
import { faultsOf } from "../schemas.ts";

const WRONG: readonly unknown[] = [
  null,
  true,
  -1,
  1.5,
  "",
  "§",
  [],
  [null],
  [[]],
  {},
  { type: "?" },
  { id: 1 },
];
const GOOD = {
  model: "m",
  input: [
    { role: "user", content: [{ type: "input_text", text: "?" }] },
    { type: "function_call", call_id: "call_1", name: "f", arguments: "{}" },
    { type: "function_call_output", call_id: "call_1", output: "1" },
    { type: "code_interpreter_call", id: "ci_1", container_id: "cntr_1", code: "1", outputs: null },
  ],
  tools: [
    { type: "code_interpreter", container: { type: "auto", file_ids: [], memory_limit: "1g" } },
    { type: "function", name: "f", parameters: {}, strict: true },
  ],
  tool_choice: { type: "function", name: "f" },
  text: { format: { type: "json_schema", name: "x", schema: {} }, verbosity: "low" },
  reasoning: { effort: "low" },
  include: ["code_interpreter_call.outputs"],
  metadata: { a: "b" },
  conversation: null,
  previous_response_id: null,
  max_output_tokens: 100,
  max_tool_calls: 1,
  store: true,
  background: true,
};

it("answers whatever is wrong in a request for a response by a refusal in the API's form", async () => {
  const lab = await openLab({ answers: Array.from({ length: 500 }, () => [say("Done.")]) });
  const bodies = [...variants(GOOD)];
  expect(bodies.length).toBeGreaterThan(300);
  for (const body of bodies) {
    const response = await post(lab.service.fetch, "/responses", body);
    const given: unknown = await response.json();
    const name = response.ok ? "Response" : "ErrorResponse";
    expect([response.status < 500, faultsOf(name, given)], JSON.stringify([body, given])).toEqual([true, []]);
  }
});

it.each<[string, object]>([
  [
    "/containers",
    { name: "c", file_ids: [], memory_limit: "1g", expires_after: { anchor: "last_active_at", minutes: 1 } },
  ],
  ["/conversations", { metadata: { a: "b" }, items: GOOD.input }],
  ["/responses/input_tokens", GOOD],
])("and so for %s", async (path, good) => {
  const lab = await openLab();
  for (const body of variants(good)) {
    const response = await post(lab.service.fetch, path, body);
    expect(response.status, JSON.stringify([body, await response.json()])).toBeLessThan(500);
  }
});

function post(
  fetch: (request: Request) => Promise<Response>,
  path: string,
  body: unknown,
): Promise<Response> {
  const headers = { "content-type": "application/json" };
  const init = { method: "POST", headers, body: JSON.stringify(body) };
  return fetch(new Request(`http://interpreter.local/v1${path}`, init));
}

/** The value with each of its parts in turn being wrong in every way, or gone. */
function* variants(value: unknown): Generator {
  yield* WRONG;
  if (typeof value !== "object" || value === null) return;
  for (const key of Object.keys(value)) {
    const part = (value as Record<string, unknown>)[key];
    for (const wrong of [undefined, ...variants(part)]) {
      const changed = structuredClone(value) as Record<string, unknown>;
      changed[key] = wrong;
      yield changed;
    }
  }
}
