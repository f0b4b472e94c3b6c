import { expect, it } from "vitest";
import { type IdKind, newId } from "../../src/base/ids.ts";

it.each<[IdKind, RegExp]>([
  ["assistant", /^asst_[A-Za-z0-9]{24}$/],
  ["thread", /^thread_[A-Za-z0-9]{24}$/],
  ["message", /^msg_[A-Za-z0-9]{24}$/],
  ["run", /^run_[A-Za-z0-9]{24}$/],
  ["step", /^step_[A-Za-z0-9]{24}$/],
  ["call", /^call_[A-Za-z0-9]{24}$/],
  ["file", /^file-[A-Za-z0-9]{22}$/],
])("the id of a %s looks like the hosted service's, and never comes twice", (kind, shape) => {
  const ids = Array.from({ length: 500 }, () => newId(kind));
  for (const id of ids) expect(id).toMatch(shape);
  expect(new Set(ids).size).toBe(500);
});
