import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { SwitchingRunner } from "../../../src/run/switchingRunner.ts";
import { cell, say as sayHere, ScriptedModel } from "../../fakes/scriptedModel.ts";
import { FakeSessions } from "../../fakes/fakeSessions.ts";
import { cite, fail, run, say } from "../../faults/scriptedResponse.ts";
import { tools } from "../../service/lab.ts";
import { localRunner } from "../../service/serve.ts";
import { notesIn, openHostedLab, those } from "./hostedLab.ts";

const uploadsIn = (seen: readonly { method: string; path: string }[]): number =>
  seen.filter(({ method, path }) => method === "POST" && path.endsWith("/files")).length;

describe("a follow-up", () => {
  it("tells the provider only what is new, and uses the same container with nothing uploaded twice", async () => {
    const { lab, provider, ask } = await openHostedLab({
      answers: [
        [run("x = 1", { files: { "made.csv": "1" } }), say("Made.")],
        [run("x + 1", { logs: "2\n" }), say("2.")],
      ],
    });
    const first = await ask("Make it", { files: [await lab.upload("a.csv", "1")] });
    const second = await ask("And?", { threadId: first.threadId, files: [await lab.upload("b.csv", "2")] });
    const [one, two] = provider.asked;
    expect(one).not.toHaveProperty("previous_response_id");
    expect(two).toMatchObject({ previous_response_id: [...provider.responses.keys()][0] });
    expect(two!["input"]).toEqual([
      {
        role: "user",
        content: expect.stringMatching(/^\(Files:\n- \/mnt\/data\/b\.csv \(also called file-\w+\)\)$/),
      },
      { role: "user", content: "And?\n\n(Files: b.csv)" },
    ]);
    expect(provider.containers.size).toBe(1);
    expect(uploadsIn(provider.seen)).toBe(2);
    expect(those(second.changes, "session.opened")).toEqual([]);
  });

  it("tells all of the thread when it went on elsewhere meanwhile, with files that were made there", async () => {
    const model = new ScriptedModel([[cell("here()")], [sayHere("Done here.")]]);
    const sessions = new FakeSessions({
      "here()": (here) => here.write("local.csv", "1").then(() => here.print("5\n")),
    });
    const local = localRunner(model, sessions);
    let isHere = false;
    const { provider, runner, ask } = await openHostedLab({
      answers: [[run("there()", { logs: "4\n" }), say("Done there.")], [say("Both.")]],
      wrap: (hosted) => new SwitchingRunner([hosted, local], () => Promise.resolve(isHere ? local : hosted)),
    });
    const { threadId } = await ask("First");
    isHere = true;
    await ask("Second", { threadId });
    isHere = false;
    const third = await ask("Third", { threadId });
    expect(provider.asked[1]).not.toHaveProperty("previous_response_id");
    const said = (provider.asked[1]!["input"] as { role: string; content: string }[]).map(
      ({ role, content }) => `${role}: ${content}`,
    );
    expect(said).toEqual([
      "user: First",
      "assistant: ```python\nthere()\n```",
      "user: (Result of that code:)\n4\n",
      "assistant: Done there.",
      "user: Second",
      "assistant: ```python\nhere()\n```",
      "user: (Result of that code:)\n5\n",
      "assistant: Done here.",
      "user: (Files:\n- /mnt/data/local.csv)",
      "user: Third",
    ]);
    expect(third.run.status).toBe("completed");
    expect(runner.session(threadId)).toMatchObject({ priceUsd: 0.03 });
  });

  it("tells all of the thread when the provider has lost the response before it", async () => {
    const { provider, ask } = await openHostedLab({ answers: [[say("One.")], [say("Two.")]] });
    const { threadId } = await ask("First");
    provider.responses.clear();
    const { run: second } = await ask("Second", { threadId });
    expect(second.status).toBe("completed");
    expect(provider.asked).toHaveLength(3);
    expect(provider.asked[2]!["input"]).toMatchObject([
      { content: "First" },
      { role: "assistant", content: "One." },
      { content: "Second" },
    ]);
  });

  it("uploads a file again that was changed here, in the place of the old one", async () => {
    const sessions = new FakeSessions({ "change()": (here) => here.write("a.csv", "changed") });
    const local = localRunner(new ScriptedModel([[cell("change()")], [sayHere("Changed.")]]), sessions);
    let isHere = false;
    const { lab, provider, ask } = await openHostedLab({
      answers: [[say("One.")], [say("Two.")]],
      wrap: (hosted) => new SwitchingRunner([hosted, local], () => Promise.resolve(isHere ? local : hosted)),
    });
    const { threadId } = await ask("First", { files: [await lab.upload("a.csv", "old")] });
    isHere = true;
    await ask("Change it", { threadId });
    isHere = false;
    await ask("And now?", { threadId });
    expect(
      [...provider.container.files.values()].map(({ path, bytes }) => `${path} ${bytes.toString()}`),
    ).toEqual(["/mnt/data/a.csv changed"]);
  });
});

describe("a container that is gone", () => {
  it.each([
    ["because the provider says so", { expires: true, waitMs: 0 }],
    ["because its time is over", { expires: false, waitMs: 21 * 60_000 }],
  ])(
    "%s is replaced, with every file from our own copy, and the thread goes on",
    async (_why, { expires, waitMs }) => {
      let now = 1_800_000_000_000;
      const { lab, provider, runner, ask } = await openHostedLab({
        answers: [
          [run("x = 1", { files: { "made.csv": "1,2" } }), say("Made.")],
          [run("y"), say("Again.")],
        ],
        now: () => now,
      });
      const { threadId } = await ask("First", { files: [await lab.upload("a.csv", "1")] });
      provider.container.isExpired = expires;
      now += waitMs;
      const { run: second, changes } = await ask("Second", { threadId });
      expect(second.status).toBe("completed");
      expect(notesIn(changes)).toEqual([
        "The container had expired. A new one has the 2 files of this thread.",
      ]);
      expect(those(changes, "session.opened")).toMatchObject([{ renewed: true }]);
      expect([...provider.container.files.values()].map(({ path }) => path)).toEqual([
        "/mnt/data/a.csv",
        "/mnt/data/made.csv",
      ]);
      expect(provider.asked[1]).toMatchObject({ previous_response_id: expect.anything() });
      expect(JSON.stringify(provider.asked[1]!["input"])).toContain("variables of earlier code are gone");
      expect(runner.session(threadId)).toMatchObject({ endsAt: now + 20 * 60_000, priceUsd: 0.06 });
    },
  );

  it("in the middle of a run is replaced, and what was shown stays", async () => {
    const { lab, provider, ask } = await openHostedLab({
      answers: [
        [
          say("Let me see."),
          run("first()", { logs: "1\n", files: { "kept.csv": "1" } }),
          async () => {
            await lab.eventsUntil(threadId, ({ type }) => type === "cell.done");
            provider.container.isExpired = true;
          },
          fail("server_error", "Container is expired."),
        ],
        [run("second()", { logs: "2\n" }), say("There.")],
      ],
    });
    const threadId = await lab.client.createThread();
    const { run: ended, changes } = await ask("Go", { threadId });
    expect(ended.status).toBe("completed");
    expect(those(changes, "cell.running").map(({ code }) => code)).toEqual(["first()", "second()"]);
    expect(those(changes, "text.done").map(({ text }) => text)).toEqual(["Let me see.", "There."]);
    expect(notesIn(changes)).toEqual(["The container had expired. A new one has the file of this thread."]);
    expect(JSON.stringify(provider.asked[1]!["input"])).toContain("first()");
    expect([...provider.container.files.values()].map(({ path }) => path)).toEqual(["/mnt/data/kept.csv"]);
  });

  it("again and again ends the run with the provider's reason", async () => {
    const gone = [fail("server_error", "Container is expired.")];
    const { ask } = await openHostedLab({ answers: [gone, gone, gone, gone] });
    const { run: ended } = await ask("Go");
    expect(ended).toMatchObject({
      status: "failed",
      last_error: {
        message: expect.stringMatching(
          /^provider\.example ended the answer: Container is expired \(response resp_\w+\)\. What was done so far is kept; ask again\.$/,
        ),
      },
    });
  });
});

it("a given file that the provider's code changed is changed by both of its names, and goes up once", async () => {
  const sessions = new FakeSessions({
    "read()": async (here) => here.print(await readFile(join(here.dataDir, fileId), "utf8")),
  });
  const local = localRunner(new ScriptedModel([[cell("read()")], [sayHere("Read.")]]), sessions);
  let isHere = false;
  const { lab, provider, ask } = await openHostedLab({
    answers: [[run("change()", { files: { "a.csv": "changed" } }), say("One.")], [say("Two.")]],
    wrap: (hosted) => new SwitchingRunner([hosted, local], () => Promise.resolve(isHere ? local : hosted)),
  });
  const fileId = await lab.upload("a.csv", "old");
  const { threadId } = await ask("Change it", { files: [fileId] });
  isHere = true;
  const { changes } = await ask("Read it", { threadId });
  expect(those(changes, "cell.output")).toMatchObject([{ output: { text: "changed" } }]);
  isHere = false;
  await ask("And?", { threadId });
  expect(uploadsIn(provider.seen)).toBe(1);
  expect(await (await lab.openai.files.content(fileId)).text()).toBe("old");
});

it("a file that an answer cites is handed over with it, also when an earlier run made it", async () => {
  const { lab, ask } = await openHostedLab({
    answers: [
      [run("make()", { files: { "made.csv": "1" } }), say("Made.")],
      [cite("Here it is again.", "made.csv", "never.csv")],
    ],
  });
  const { threadId } = await ask("Make it");
  await ask("Give it to me again", { threadId });
  const [made] = await lab.client.files(threadId);
  const attachments = [{ file_id: made!.id, tools }];
  expect(await lab.answersIn(threadId)).toMatchObject([{ attachments }, { attachments }]);
});
