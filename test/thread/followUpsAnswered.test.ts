import { readFile } from "node:fs/promises";
import { basename } from "node:path";
import { expect, it, onTestFinished } from "vitest";
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

it.each([
  [["penguins.csv"], /by (species|island|sex)/],
  [["seattle-weather.csv"], /over time/],
  [["seattle-weather.zip"], /over time/],
  [["gapminder.csv", "penguins.csv"], /^In /],
])("the analyst answers every question that is offered after %s", async (names, one) => {
  const pool = new SessionPool({ runtime: new PyodideRuntime(embedded), maxSessions: 1 });
  onTestFinished(() => pool.dispose());
  const lab = await openLab({ runner: localRunner(new Analyst(), pool) });
  const threadId = await lab.client.createThread();
  const fileIds: string[] = [];
  for (const name of names) {
    const blob = new Blob([await readFile(`samples/${name}`)]);
    fileIds.push(await lab.client.upload(basename(name), blob));
  }

  async function ask(text: string, ids: readonly string[]): Promise<Transcript> {
    const id = await lab.client.ask(threadId, text, ids);
    await lab.ended({ id, thread_id: threadId });
    let transcript = emptyTranscript(threadId);
    for await (const event of lab.client.eventsSoFar(threadId)) {
      transcript = reduceTranscript(transcript, event);
    }
    return transcript;
  }

  let transcript = await ask("Analyze it.", fileIds);
  const offered = followUpsOf(transcript);
  expect(offered).toHaveLength(3);
  expect(offered.some((question) => one.test(question))).toBe(true);
  for (let round = 0; round < ROUNDS; round++) {
    const questions = followUpsOf(transcript);
    const next = questions[round % questions.length];
    if (next === undefined) break;
    transcript = await ask(next, []);
    const turn = transcript.turns.at(-1)!;
    expect(turn.state, next).toBe("completed");
    expect(answerOf(turn), next).not.toMatch(NO_ANSWER);
    expect(cellsOf(turn).length, next).toBeGreaterThan(0);
    expect(
      cellsOf(turn).every(({ state }) => state === "ok"),
      next,
    ).toBe(true);
  }
});

const answerOf = ({ blocks }: Turn): string => blocks.findLast((block) => block.kind === "text")?.text ?? "";
const cellsOf = ({ blocks }: Turn) => blocks.filter((block) => block.kind === "cell");
