import { expect, it } from "vitest";
import { faultsOf, type Played } from "./played.ts";

const played: Played = {
  end: "completed",
  error: undefined,
  answer: "There are 12 rows in 3.csv.",
  cells: [],
  outputs: [{ kind: "stream", name: "stdout", text: "rows: 12\n" }],
  pictures: [],
  turns: [{ role: "user", text: "Analyze 3.csv", files: [] }],
};

it("an answer is sound when its numbers were printed or asked for", () => {
  expect(faultsOf(played)).toEqual([]);
});

it("a number from nowhere, a hole and an end that is none are found", () => {
  expect(faultsOf({ ...played, answer: "There are 1 rows." })).toEqual(["1 was not printed"]);
  expect(faultsOf({ ...played, answer: "The mean is undefined." })).toEqual(["it has undefined"]);
  expect(faultsOf({ ...played, end: "failed", error: "no" })).toEqual(["it ended as failed: no"]);
});
