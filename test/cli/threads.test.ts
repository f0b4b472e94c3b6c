import { resolve } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { openPlace, type Place } from "./interpreter.ts";

const PENGUINS = resolve("samples/penguins.csv");

let place: Place;
beforeEach(async () => (place = await openPlace()));
afterEach(() => place.remove());

it("lists what was asked before, and shows it again as it was", async () => {
  const asked = await place.interpreter(["analyze", "--question", "Solve 2x = 10", "missing.csv"]);
  expect(asked.code).toBe(1);
  expect((await place.interpreter(["threads"])).stdout).toBe("");

  const question = "```python\nprint('shown', 'again')\n```";
  const first = await place.interpreter(["analyze", PENGUINS, "--question", question]);
  const { stdout: list, code } = await place.interpreter(["threads"]);
  expect(code).toBe(0);
  const [id = ""] = list.split(" ");
  expect(list.trim().split("\n")).toHaveLength(1);
  const shown = await place.interpreter(["show", id]);
  expect(shown.code).toBe(0);
  expect(shown.stdout).toContain("    shown again\n");
  expect(first.stdout.startsWith(shown.stdout.trimEnd())).toBe(true);

  const { stdout: json } = await place.interpreter(["show", id, "--json"]);
  expect(JSON.parse(json.split("\n")[0] ?? "")).toMatchObject({ threadId: id, seq: 1 });
});

it("says that there is no such thread", async () => {
  const { code, stderr } = await place.interpreter(["show", "thread_none"]);
  expect([code, stderr]).toEqual([1, "interpreter: No thread found with id 'thread_none'.\n"]);
});
