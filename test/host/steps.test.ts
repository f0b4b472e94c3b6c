import { expect, it } from "vitest";
import { type Ask, type At, inSteps, WentBack } from "../../src/host/steps.ts";

/** Questions that are answered from a script; "back": by going back. */
function person(...script: string[]) {
  const asked: string[] = [];
  const answer = (what: string) => async (at: At<string>) => {
    asked.push(`${what}${at.canGoBack ? " <" : ""}${at.last === undefined ? "" : ` (${at.last})`}`);
    const said = script.shift();
    if (said === undefined) throw new Error("left");
    if (said === "back") throw new WentBack();
    return said;
  };
  return { asked, answer };
}

it("goes back step by step, with what was answered before", async () => {
  const { asked, answer } = person("a", "b", "back", "back", "A", "B", "C");
  const steps = async (ask: Ask) => [
    await ask(answer("one")),
    await ask(answer("two")),
    await ask(answer("three")),
  ];
  expect(await inSteps(steps)).toEqual(["A", "B", "C"]);
  expect(asked).toEqual(["one", "two <", "three <", "two < (b)", "one (a)", "two <", "three <"]);
});

it("asks what another answer leads to", async () => {
  const { asked, answer } = person("left", "1", "back", "back", "right", "2");
  const steps = async (ask: Ask) => {
    const way = await ask(answer("way"));
    const first = await ask(answer(way));
    return way === "left" ? [way, first, await ask(answer("more"))] : [way, first];
  };
  expect(await inSteps(steps)).toEqual(["right", "2"]);
  expect(asked).toEqual(["way", "left <", "more <", "left < (1)", "way (left)", "right <"]);
});

it("goes back from what is no question", async () => {
  const { asked, answer } = person("wrong", "right");
  const steps = async (ask: Ask) => {
    const key = await ask(answer("key"));
    if (key === "wrong") throw new WentBack();
    return key;
  };
  expect(await inSteps(steps)).toBe("right");
  expect(asked).toEqual(["key", "key (wrong)"]);
});

it("ends with what a step throws", async () => {
  const { answer } = person("a");
  const steps = async (ask: Ask) => [await ask(answer("one")), await ask(answer("two"))];
  await expect(inSteps(steps)).rejects.toThrow("left");
});
