import { expect, it } from "vitest";
import { SwitchingRunner } from "../../../src/run/switchingRunner.ts";
import { FakeSessions } from "../../fakes/fakeSessions.ts";
import { cell, type Piece, say, ScriptedModel, thinkOn } from "../../fakes/scriptedModel.ts";
import type { Lab } from "../../service/lab.ts";
import { localRunner } from "../../service/serve.ts";
import { openTwoServers, type TwoServers } from "./twoServers.ts";

/** The notes that people see about a thread. */
async function notesOf(lab: Lab, threadId: string): Promise<string[]> {
  const notes: string[] = [];
  for await (const { change } of lab.client.eventsSoFar(threadId)) {
    if (change.type === "run.note") notes.push(change.text);
  }
  return notes;
}

/** What the model over there read in its last request, in short. */
function read({ there }: TwoServers): string[] {
  return (there.model.requests.at(-1)?.turns ?? []).map((turn) =>
    turn.role === "user"
      ? `user: ${turn.text} ${turn.files.map(({ name, bytes }) => `${name} ${bytes}`).join(", ")}`.trim()
      : turn.role === "assistant"
        ? `assistant: ${turn.text}`
        : "cell",
  );
}

/** A service whose runs are carried out here or there, as is chosen before each. */
async function openMoving(local: readonly (readonly Piece[])[], there: readonly string[]) {
  const sessions = new FakeSessions({
    "x = 1": (python) => python.print("local\n"),
    save: (python) => python.write("made.csv", "1,2\n"),
  });
  const mine = localRunner(new ScriptedModel(local), sessions);
  const place = { isRemote: false };
  const servers = await openTwoServers(
    { answers: there.map((text) => [say(text)]) },
    (remote) => new SwitchingRunner([mine, remote], () => Promise.resolve(place.isRemote ? remote : mine)),
  );
  const ask = async (threadId: string, text: string, isRemote: boolean): Promise<void> => {
    place.isRemote = isRemote;
    await servers.here.threads.messages.create(threadId, { role: "user", content: text });
    expect(await servers.here.run(threadId)).toMatchObject({ status: "completed" });
  };
  return { ...servers, ask };
}

it("gives a thread that was begun here to the other server with its answers, cells and files", async () => {
  const servers = await openMoving(
    [[say("I save."), cell("save")], [cell("x = 1")], [say("Done here.")]],
    ["Done there."],
  );
  const { here, ask } = servers;
  const threadId = await here.question("First?", [await here.upload("a.csv", "a")]);
  await ask(threadId, "Second?", false);
  await ask(threadId, "Third?", true);
  const [first, second, answer, third] = read(servers);
  expect([first, second, third]).toEqual([
    "user: First? a.csv 1, made.csv 4",
    "user: Second?",
    "user: Third?",
  ]);
  expect(answer).toContain("I save.\n\nI ran:\n\n```python\nsave\n```\n\nOutput:\n\n```\n(no output)\n```");
  expect(answer).toContain("local");
  expect(answer).toContain("Done here.");
});

it("finishes a thread here that was begun over there, and tells the other server of it later", async () => {
  const servers = await openMoving([[say("Between.")]], ["One.", "Three."]);
  const { here, ask } = servers;
  const threadId = await here.client.createThread();
  await ask(threadId, "First?", true);
  await ask(threadId, "Second?", false);
  await ask(threadId, "Third?", true);
  expect(read(servers)).toEqual([
    ...["user: First?", "assistant: One."],
    ...["user: Second?", "assistant: Between.", "user: Third?"],
  ]);
  expect(await notesOf(here, threadId)).toEqual([]);
});

it("begins anew over there, with history and files, when the thread has gone there", async () => {
  const servers = await openMoving([], ["One.", "Two."]);
  const { here, there, ask } = servers;
  const threadId = await here.question("First?", [await here.upload("a.csv", "a")]);
  await ask(threadId, "And?", true);
  const [thread] = await there.client.listThreads();
  await there.client.deleteThread(thread!.id);
  await ask(threadId, "Second?", true);
  expect(read(servers)).toEqual([
    ...["user: First? a.csv 1", "user: And?"],
    ...["assistant: One.", "user: Second?"],
  ]);
  expect(await notesOf(here, threadId)).toEqual([
    "The thread at the other server was gone, with its Python variables. A new one there has the 4 messages and 1 file of this thread.",
  ]);
});

it("begins anew over there when a message was deleted here, or a file that went there has changed", async () => {
  const servers = await openMoving([[cell("save")], [say("Saved.")]], ["One.", "Two.", "Three."]);
  const { here, ask } = servers;
  const threadId = await here.question("First?", [await here.upload("made.csv", "old")]);
  await ask(threadId, "And?", true);
  const { data } = await here.threads.messages.list(threadId, { order: "asc" });
  await here.threads.messages.delete(data[0]!.id, { thread_id: threadId });
  await ask(threadId, "Second?", true);
  expect(read(servers)).toEqual(["user: And? made.csv 3", "assistant: One.", "user: Second?"]);
  await ask(threadId, "Change it.", false);
  await ask(threadId, "Third?", true);
  expect(read(servers)[0]).toBe("user: And? made.csv 4");
  expect(await notesOf(here, threadId)).toHaveLength(2);
});

it("ends a run that was left working over there when its program was closed, and goes on", async () => {
  const { here, there, link, reopen } = await openTwoServers({ answers: [[thinkOn], [say("Two.")]] });
  const run = await here.start();
  await here.eventsUntil(run.thread_id, ({ type }) => type === "run.started");
  const [thread] = await untilThere(() => there.client.listThreads());
  await there.eventsUntil(thread!.id, ({ type }) => type === "run.started");
  link.network = () => Promise.reject(new TypeError("fetch failed"));
  const again = await reopen();
  expect(await again.retrieve(run)).toMatchObject({ status: "cancelled" });
  expect(await there.client.listThreads()).toMatchObject([{ isBusy: true }]);
  link.network = (request, next) => next(request);
  expect(await again.run(run.thread_id)).toMatchObject({ status: "completed" });
  const runs = await there.threads.runs.list(thread!.id, { order: "asc" });
  expect(runs.data.map(({ status }) => status)).toEqual(["cancelled", "completed"]);
});

/** Looks again until there is something. */
async function untilThere<T>(look: () => Promise<readonly T[]>): Promise<readonly T[]> {
  for (;;) {
    const found = await look();
    if (found.length > 0) return found;
    await new Promise(setImmediate);
  }
}
