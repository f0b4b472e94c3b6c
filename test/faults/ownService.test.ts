import { expect, it } from "vitest";
import { cell, say } from "../fakes/scriptedModel.ts";
import { openPair } from "../run/hosted/pair.ts";
import { FaultProxy, half, isCreate, isDownload, isResume, resetAfter } from "./faultProxy.ts";

/** More than the answer's events: by then nothing breaks any more. */
const ENOUGH = 40;

it("a run on our own service is whole, wherever its stream breaks and its download breaks off", async () => {
  for (let count = 1; count < ENOUGH; count += 3) {
    let proxy: FaultProxy | undefined;
    const { lab } = await openPair({
      answers: [
        [say("Let me look."), cell("make()")],
        [say("Here is ", "[it](sandbox:/mnt/data/made.csv).")],
      ],
      python: {
        "make()": async (here) => {
          here.print("working\n");
          await here.write("made.csv", "a,b\n1,2\n");
        },
      },
      through: async (origin) => (proxy = await FaultProxy.start(origin)).origin,
    });
    proxy!.next(isCreate, resetAfter(count));
    proxy!.next(isResume, resetAfter(2), 2);
    proxy!.next(isDownload, half);
    const run = await lab.run();
    expect(run, `after ${count} events`).toMatchObject({ status: "completed", last_error: null });
    expect(await lab.cellsOf(run)).toMatchObject([{ input: "make()", outputs: [{ logs: "working\n" }] }]);
    const answers = (await lab.answersIn(run.thread_id)).map(({ content }) => content);
    expect(answers).toMatchObject([
      [{ text: { value: "Let me look." } }],
      [
        {
          text: { value: "Here is [it](sandbox:/mnt/data/made.csv).", annotations: [{ type: "file_path" }] },
        },
      ],
    ]);
    const [made] = await lab.client.files(run.thread_id);
    expect(await (await lab.openai.files.content(made!.id)).text()).toBe("a,b\n1,2\n");
  }
});
