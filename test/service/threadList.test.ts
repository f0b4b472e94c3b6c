import { describe, expect, it } from "vitest";
import { emptyTranscript, reduceTranscript } from "../../src/thread/reduceTranscript.ts";
import { say, thinkOn } from "../fakes/scriptedModel.ts";
import { type Lab, openLab, refusal } from "./lab.ts";

describe("the list of threads", () => {
  it("tells when something last happened, and whether a run works", async () => {
    let time = 1_000_000;
    const lab = await openLab({ answers: [[thinkOn], [say("Done.")]], now: () => (time += 1000) });
    const first = await lab.client.createThread({ title: "First", workspace: "file:///work" });
    const second = await lab.client.createThread({ title: "Second" });
    await lab.client.ask(first, "Why?", []);
    const list = await lab.client.listThreads();
    expect(list).toMatchObject([
      { id: second, title: "Second", workspace: "", isBusy: false },
      { id: first, title: "First", workspace: "file:///work", isBusy: true },
    ]);
    const [newer, older] = list;
    expect(older!.updatedAt).toBeGreaterThan(newer!.updatedAt);
    await lab.client.renameThread(second, "Renamed");
    expect((await lab.client.listThreads())[0]).toEqual({ ...newer, title: "Renamed" });
  });

  it("is whole, however many there are", async () => {
    const lab = await openLab();
    const ids: string[] = [];
    for (let count = 0; count < 230; count++) ids.push(await lab.client.createThread());
    expect((await lab.client.listThreads()).map(({ id }) => id)).toEqual(ids.toReversed());
  });

  it("gives a thread that nobody named the title of its first question", async () => {
    const lab = await openLab();
    await lab.question("What is in it?\nTell me.");
    await lab.threads.create();
    expect((await lab.client.listThreads()).map(({ title }) => title)).toEqual(["", "What is in it?"]);
  });
});

describe("a thread's name", () => {
  it("is seen by those who follow it, and is taken back by an empty one", async () => {
    const lab = await openLab();
    const id = await lab.client.createThread({ title: "Given", workspace: "file:///work" });
    await lab.threads.messages.create(id, { role: "user", content: "Why?" });
    expect(await titleIn(lab, id)).toBe("Given");
    const seen = lab.eventsUntil(id, ({ type }) => type === "thread.renamed");
    await lab.client.renameThread(id, "My penguins");
    expect((await seen).at(-1)?.change).toEqual({ type: "thread.renamed", title: "My penguins" });
    expect(await titleIn(lab, id)).toBe("My penguins");
    await lab.client.renameThread(id, "");
    expect(await titleIn(lab, id)).toBe("Why?");
    expect((await lab.threads.retrieve(id)).metadata).toEqual({ workspace: "file:///work" });
  });

  it("is told once, and not with other changes of the thread", async () => {
    const lab = await openLab();
    const id = await lab.client.createThread({ title: "Given" });
    for (const metadata of [{ title: "Given", a: "1" }, { title: "New" }, { title: "New", b: "2" }]) {
      await lab.threads.update(id, { metadata });
    }
    const types: string[] = [];
    for await (const { change } of lab.client.eventsSoFar(id)) types.push(change.type);
    expect(types).toEqual(["thread.created", "thread.renamed"]);
  });

  it("cannot be given to a thread that is gone", async () => {
    const lab = await openLab();
    await expect(lab.client.renameThread("thread_x", "New")).rejects.toMatchObject({ status: 404 });
    expect(await refusal(lab.threads.update("thread_x", { metadata: {} }))).toMatchObject({ status: 404 });
  });
});

async function titleIn(lab: Lab, threadId: string): Promise<string> {
  let transcript = emptyTranscript(threadId);
  for await (const event of lab.client.eventsSoFar(threadId)) {
    transcript = reduceTranscript(transcript, event);
  }
  return transcript.title;
}
