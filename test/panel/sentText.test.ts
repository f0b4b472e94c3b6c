import { expect, it } from "vitest";
import type { Change } from "../../src/domain/event.ts";
import { sentText } from "../../src/panel/sentText.ts";
import {
  cell,
  cellDone,
  created,
  ended,
  file,
  prints,
  question,
  running,
  text,
  textDone,
  transcriptOf,
} from "../thread/events.ts";

const startedAt = (to?: string): Change => ({
  type: "run.started",
  runId: "run_1",
  model: "gpt-5.6",
  ...(to === undefined ? {} : { sent: { to, instructions: "You answer by Python." } }),
});
const RUN = [
  question("Why?", "msg_1", [file("coffee.csv")]),
  created(),
  startedAt("api.openai.com"),
  text("t"),
  textDone("t", "I look."),
  cell("c"),
  running("c", "print('```')"),
  prints("c", `a${"b".repeat(20_000)}c\n`),
  cellDone("c"),
  ended,
];

it("what was sent holds instructions, question, names of files, words, code, and results as they were cut", () => {
  const sent = sentText(transcriptOf(...RUN, question("Later", "msg_2")), "msg_1");
  expect(sent).toMatch(/^# What was sent to api\.openai\.com\n\nModel: gpt-5\.6\n/);
  for (const part of [
    "You answer by Python.",
    "Why?",
    "coffee.csv",
    "I look.",
    "````python\nprint('```')\n````",
  ]) {
    expect(sent).toContain(part);
  }
  expect(sent).toContain("8003 characters left out");
  expect(sent).not.toContain("Later");
});

it("says whether the files went along", () => {
  const told = (withFiles: boolean) =>
    sentText(
      transcriptOf(question("Why?", "msg_1"), created(), {
        type: "run.started",
        runId: "run_1",
        sent: { to: "api.openai.com", instructions: "", withFiles },
      }),
      "msg_1",
    );
  expect(told(false)).toContain("Files stay on this machine");
  expect(told(true)).not.toContain("stay on this machine");
  expect(told(true)).toContain("the files of this thread are there as well");
});

it("says that nothing was sent, where all stayed here", () => {
  const here = transcriptOf(question("Why?", "msg_1"), created(), startedAt(), ended);
  expect(sentText(here, "msg_1")).toBe("For this question nothing was sent to another machine.");
  expect(sentText(here, "gone")).toBe("For this question nothing was sent to another machine.");
});
