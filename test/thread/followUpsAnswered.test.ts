import { readFile } from "node:fs/promises";
import { basename } from "node:path";
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from "vitest";
import korean from "../../l10n/bundle.l10n.ko.json" with { type: "json" };
import { t, useTranslations } from "../../src/base/l10n.ts";
import type { Transcript, Turn } from "../../src/domain/transcript.ts";
import { Analyst } from "../../src/models/analyst/analyst.ts";
import { PyodideRuntime } from "../../src/python/pyodide/pyodideRuntime.ts";
import { SessionPool } from "../../src/python/sessionPool.ts";
import { followUpsOf } from "../../src/thread/followUps.ts";
import { emptyTranscript, reduceTranscript } from "../../src/thread/reduceTranscript.ts";
import { embedded } from "../python/embedded.ts";
import { openLab } from "../service/lab.ts";
import { localRunner } from "../service/serve.ts";

const NO_ANSWER = /beyond what I can do|I could not tell|could not be|, in short|^I am the built-in analyst/;
const ROUNDS = 9;

describe.each([
  ["English", {}],
  ["Korean", korean],
])("in %s", (language, bundle) => {
  beforeEach(() => useTranslations(bundle));
  afterEach(() => useTranslations({}));

  it.each([
    [["penguins.csv"], /by (species|island|sex)|^(species|island|sex)별/],
    [["seattle-weather.csv"], /over time|추이/],
    [["seattle-weather.zip"], /over time|추이/],
    [["gapminder.csv", "penguins.csv"], /^In |에서: /],
  ])("the analyst answers every question that is offered after %s", async (names, one) => {
    const { ask } = await openThread();
    let transcript = await ask("Analyze it.", names);
    const offered = followUpsOf(transcript);
    expect(offered).toHaveLength(3);
    expect(offered.some((question) => one.test(question))).toBe(true);
    expect(offered.every((question) => /\p{Script=Hangul}/u.test(question))).toBe(language === "Korean");
    for (let round = 0; round < ROUNDS; round++) {
      const questions = followUpsOf(transcript);
      const next = questions[round % questions.length];
      if (next === undefined) break;
      transcript = await ask(next);
      expectAnswered(transcript.turns.at(-1)!);
    }
  });
});

it("the analyst answers each kind of question in Korean as in English", async () => {
  const { ask } = await openThread();
  await ask("Analyze it.", ["seattle-weather.csv"]);
  const english = questionsOnWeather();
  useTranslations(korean);
  onTestFinished(() => useTranslations({}));
  for (const [at, question] of questionsOnWeather().entries()) {
    expect(question).toMatch(/\p{Script=Hangul}/u);
    const inEnglish = (await ask(english[at]!)).turns.at(-1)!;
    const inKorean = (await ask(question)).turns.at(-1)!;
    expectAnswered(inKorean);
    expect(answerOf(inKorean), question).toBe(answerOf(inEnglish));
    expect(codesOf(inKorean), question).toEqual(codesOf(inEnglish));
  }
});

/** One question of each kind that is offered. */
function questionsOnWeather(): string[] {
  return [
    t("What is the average {0} by {1}?", "temp_max", "weather"),
    t("Plot {0} over time.", "temp_max"),
    t("Plot {0} against {1}.", "temp_max", "wind"),
    t("Which are the top 10 rows by {0}?", "temp_max"),
    t("Where are values missing?"),
    t("How many rows are there for each {0}?", "weather"),
    t("Are there outliers in {0}?", "precipitation"),
    t("How do the measures correlate?"),
    t("Show a histogram of {0}.", "wind"),
    t("In {0}: {1}", "seattle-weather.csv", t("Plot {0} against {1}.", "wind", "temp_min")),
  ];
}

/** A new thread, with the analyst and a Python of its own. */
async function openThread() {
  const pool = new SessionPool({ runtime: new PyodideRuntime(embedded), maxSessions: 1 });
  onTestFinished(() => pool.dispose());
  const lab = await openLab({ runner: localRunner(new Analyst(), pool) });
  const threadId = await lab.client.createThread();

  /** The thread once the question, which comes with these samples, is answered. */
  async function ask(text: string, samples: readonly string[] = []): Promise<Transcript> {
    const fileIds: string[] = [];
    for (const name of samples) {
      const blob = new Blob([await readFile(`samples/${name}`)]);
      fileIds.push(await lab.client.upload(basename(name), blob));
    }
    const id = await lab.client.ask(threadId, text, fileIds);
    await lab.ended({ id, thread_id: threadId });
    let transcript = emptyTranscript(threadId);
    for await (const event of lab.client.eventsSoFar(threadId)) {
      transcript = reduceTranscript(transcript, event);
    }
    return transcript;
  }

  return { ask };
}

function expectAnswered(turn: Turn): void {
  expect(turn.state, turn.question).toBe("completed");
  expect(answerOf(turn), turn.question).not.toMatch(NO_ANSWER);
  expect(cellsOf(turn).length, turn.question).toBeGreaterThan(0);
  expect(
    cellsOf(turn).every(({ state }) => state === "ok"),
    turn.question,
  ).toBe(true);
}

const answerOf = ({ blocks }: Turn): string => blocks.findLast((block) => block.kind === "text")?.text ?? "";
const cellsOf = ({ blocks }: Turn) => blocks.filter((block) => block.kind === "cell");
const codesOf = (turn: Turn) => cellsOf(turn).map(({ code }) => code);
