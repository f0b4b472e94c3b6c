import { expect, it } from "vitest";
import { emptyTranscript, reduceTranscript } from "../../src/thread/reduceTranscript.ts";
import { say } from "../fakes/scriptedModel.ts";
import { type Lab, openLab, temporaryFolder } from "./lab.ts";
import { runElsewhere } from "./otherProcess.ts";

const TEXTS = ["One?", "Two?", "Three?"];

// A question's run has seven events; the first ones end the run that was interrupted.
it.each([0, 2, 4, 6, 7, 8, 10, 12, 14, 15, 18])(
  "asks each question once, in order, when the program dies %d events after a run's last cell",
  async (count) => {
    const folder = await temporaryFolder();
    const other = await runElsewhere(folder, "answering", "cell.output");
    const { threadId } = other.event;
    const lab = await openLab({ folder });
    for (const text of TEXTS) {
      const question = { text, fileIds: [await lab.upload("a.csv", text)], asIs: false, ahead: false };
      expect(await lab.client.askOrQueue(threadId, question)).toBeNull();
    }
    let seen = 0;
    const { promise: enough, resolve } = Promise.withResolvers<void>();
    other.lines.on("line", () => ++seen > count && resolve());
    await lab.client.interrupt(threadId);
    await enough;
    await other.kill();

    const again = await openLab({ folder, answers: TEXTS.map((text) => [say(text)]) });
    const crashed = await transcriptOf(again, threadId);
    const done = crashed.turns.slice(1).map(({ question }) => question);
    expect([...done, ...crashed.queue.map(({ text }) => text)]).toEqual(TEXTS);
    const [next] = crashed.queue;
    if (next === undefined) return;
    await again.client.sendQueued(threadId, next.id);
    let left = crashed.queue.length + crashed.turns.length;
    await again.eventsUntil(threadId, ({ type }) => type === "run.ended" && --left === 0);
    const { turns, queue } = await transcriptOf(again, threadId);
    expect(turns.slice(1).map(({ question }) => question)).toEqual(TEXTS);
    expect(queue).toEqual([]);
  },
);

async function transcriptOf(lab: Lab, threadId: string) {
  let transcript = emptyTranscript(threadId);
  for await (const event of lab.client.eventsSoFar(threadId)) {
    transcript = reduceTranscript(transcript, event);
  }
  return transcript;
}
