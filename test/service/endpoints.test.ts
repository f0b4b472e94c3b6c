import { describe, expect, it } from "vitest";
import { say, thinkOn } from "../fakes/scriptedModel.ts";
import { openLab, refusal, refused, tools } from "./lab.ts";

describe("an assistant", () => {
  it("is modified in what is named, and deleted", async () => {
    const lab = await openLab();
    const { assistants } = lab.openai.beta;
    const file = await lab.upload("a.csv", "x");
    const { id } = await assistants.create({
      model: "gpt-4o",
      name: "Ada",
      instructions: "Be brief.",
      tools,
      tool_resources: { code_interpreter: { file_ids: [file] } },
      temperature: 0.2,
      top_p: 0.9,
      response_format: { type: "json_object" },
      metadata: { a: "1" },
    });
    const modified = await assistants.update(id, { name: "Grace", instructions: null, temperature: null });
    expect(modified).toMatchObject({
      id,
      name: "Grace",
      instructions: null,
      model: "gpt-4o",
      tools,
      tool_resources: { code_interpreter: { file_ids: [file] } },
      temperature: 1,
      top_p: 0.9,
      response_format: { type: "json_object" },
      metadata: { a: "1" },
    });
    expect(await assistants.retrieve(id)).toEqual(modified);
    const emptied = await assistants.update(id, { metadata: {}, tools: [], tool_resources: null });
    expect(emptied).toMatchObject({ name: "Grace", metadata: {}, tools: [], tool_resources: {} });
    expect(await assistants.delete(id)).toEqual({ id, object: "assistant.deleted", deleted: true });
    const missing = refused(404, `No assistant found with id '${id}'.`);
    expect(await refusal(assistants.retrieve(id))).toEqual(missing);
    expect(await refusal(assistants.update(id, {}))).toEqual(missing);
    expect(await refusal(assistants.delete(id))).toEqual(missing);
  });

  it("brings its files to every thread of its runs, in both forms of the API", async () => {
    const lab = await openLab({ answers: [[say("1")], [say("2")], [say("3")]] });
    const [one, two] = [await lab.upload("one.csv", "1"), await lab.upload("two.csv", "2")];
    const { assistants } = lab.openai.beta;
    const tool_resources = { code_interpreter: { file_ids: [one] } };
    const newer = await assistants.create({ model: "m", tools, tool_resources });
    const body = { model: "m", tools, file_ids: [two] };
    const older: typeof newer = await lab.openai.post("/assistants", { body });
    expect(older.tool_resources).toEqual({ code_interpreter: { file_ids: [two] } });
    for (const [assistant_id, name] of [
      [newer.id, "one.csv"],
      [newer.id, "one.csv"],
      [older.id, "two.csv"],
    ] as const) {
      const run = await lab.threads.runs.create(await lab.question(), { assistant_id });
      await lab.ended(run);
      expect(await lab.client.files(run.thread_id)).toMatchObject([{ name, role: "input" }]);
      expect(lab.model.requests.at(-1)?.turns[0]).toMatchObject({ files: [{ name }] });
      expect(lab.model.requests.at(-1)?.instructions).toContain(`- /mnt/data/${name} `);
    }
  });
});

describe("a thread", () => {
  it("is made with files of its own, and gets more when it is modified", async () => {
    const lab = await openLab({ answers: [[say("1")]] });
    const [one, two] = [await lab.upload("one.csv", "1"), await lab.upload("two.csv", "2")];
    const { id } = await lab.threads.create({
      messages: [{ role: "user", content: "?" }],
      tool_resources: { code_interpreter: { file_ids: [one] } },
      metadata: { title: "t" },
    });
    const tool_resources = { code_interpreter: { file_ids: [one, two] } };
    const modified = await lab.threads.update(id, { tool_resources });
    expect(modified).toMatchObject({ tool_resources, metadata: { title: "t" } });
    expect(await lab.threads.retrieve(id)).toEqual(modified);
    expect((await lab.client.files(id)).map(({ name }) => name)).toEqual(["one.csv", "two.csv"]);
    await lab.run(id);
    expect(lab.model.requests[0]?.turns).toMatchObject([
      { role: "user", files: [{ name: "one.csv" }, { name: "two.csv" }] },
    ]);
  });

  it("is made with a run at once", async () => {
    const lab = await openLab({ answers: [[say("Hello.")]] });
    const [one, two] = [await lab.upload("one.csv", "1"), await lab.upload("two.csv", "2")];
    const run = await lab.threads.createAndRun({
      assistant_id: await lab.assistant(),
      thread: {
        messages: [
          { role: "user", content: "?", attachments: [{ file_id: one, tools }] },
          { role: "assistant", content: "Pardon?" },
          { role: "user", content: "What is in it?" },
        ],
        metadata: { title: "t" },
      },
      tool_resources: { code_interpreter: { file_ids: [two] } },
      instructions: "Be brief.",
      metadata: { of: "run" },
    });
    expect(run).toMatchObject({ status: "queued", instructions: "Be brief.", metadata: { of: "run" } });
    expect(await lab.ended(run)).toMatchObject({ status: "completed" });
    expect((await lab.threads.retrieve(run.thread_id)).metadata).toEqual({ title: "t" });
    expect((await lab.client.files(run.thread_id)).map(({ name }) => name)).toEqual(["one.csv", "two.csv"]);
    expect((await lab.threads.messages.list(run.thread_id)).data).toHaveLength(4);
  });

  it("is made with a run that is streamed from the thread on", async () => {
    const lab = await openLab({ answers: [[say("Hello.")]] });
    const stream = lab.threads.createAndRunStream({
      assistant_id: await lab.assistant(),
      thread: { messages: [{ role: "user", content: "?" }] },
    });
    const names: string[] = [];
    for await (const { event } of stream) names.push(event);
    expect(names.slice(0, 3)).toEqual(["thread.created", "thread.run.created", "thread.run.queued"]);
    expect(names.at(-1)).toBe("thread.run.completed");
    expect(await stream.finalMessages()).toHaveLength(1);
  });

  it("is not made when its run cannot be", async () => {
    const lab = await openLab();
    const body = { assistant_id: "asst_none", thread: { messages: [{ role: "user", content: "?" }] } };
    expect(await refusal(lab.openai.post("/threads/runs", { body }))).toEqual(
      refused(404, "No assistant found with id 'asst_none'."),
    );
    expect(await lab.client.listThreads()).toEqual([]);
  });
});

describe("a message", () => {
  it("gets other metadata, also while a run works, which keeps them", async () => {
    const lab = await openLab({ answers: [[say("Half "), say("an answer."), thinkOn]] });
    const run = await lab.start();
    const { thread_id } = run;
    await lab.eventsUntil(thread_id, ({ type }) => type === "text.delta");
    const { data } = await lab.threads.messages.list(thread_id);
    for (const { id } of data) {
      const changed = await lab.threads.messages.update(id, { thread_id, metadata: { seen: "yes" } });
      expect(changed).toMatchObject({ id, metadata: { seen: "yes" } });
    }
    await lab.threads.runs.cancel(run.id, { thread_id });
    await lab.ended(run);
    for (const { metadata: kept } of (await lab.threads.messages.list(thread_id)).data) {
      expect(kept).toEqual({ seen: "yes" });
    }
  });

  it("that is deleted is neither listed nor told to the model", async () => {
    const lab = await openLab({ answers: [[say("Four.")], [say("What?")]] });
    const threadId = await lab.question("My secret is 4.");
    await lab.run(threadId);
    const { messages } = lab.threads;
    const [answer, question] = (await messages.list(threadId)).data;
    for (const { id } of [answer!, question!]) {
      const deleted = await messages.delete(id, { thread_id: threadId });
      expect(deleted).toEqual({ id, object: "thread.message.deleted", deleted: true });
      expect(await refusal(messages.retrieve(id, { thread_id: threadId }))).toEqual(
        refused(404, `No message found with id '${id}'.`),
      );
    }
    await messages.create(threadId, { role: "user", content: "What is it?" });
    await lab.run(threadId);
    expect(lab.model.requests[1]?.turns).toMatchObject([{ role: "user", text: "What is it?" }]);
  });

  it("may show pictures, which Python has as well", async () => {
    const lab = await openLab();
    const file_id = await lab.upload("photo.png", "png");
    const { id } = await lab.threads.create();
    const message = await lab.threads.messages.create(id, {
      role: "user",
      content: [
        { type: "text", text: "What is this?" },
        { type: "image_file", image_file: { file_id, detail: "low" } },
      ],
    });
    expect(message.content[1]).toEqual({ type: "image_file", image_file: { file_id, detail: "low" } });
    expect(message.attachments).toEqual([]);
    expect(await lab.client.files(id)).toMatchObject([{ id: file_id, name: "photo.png" }]);
  });
});

describe("a run", () => {
  it("gets other metadata once it does not work any more", async () => {
    const lab = await openLab({ answers: [[thinkOn]] });
    const run = await lab.start();
    const { thread_id } = run;
    await lab.eventsUntil(thread_id, ({ type }) => type === "run.started");
    const update = () => lab.threads.runs.update(run.id, { thread_id, metadata: { by: "me" } });
    expect(await refusal(update())).toEqual(refused(400, "Cannot update run with status 'in_progress'."));
    await lab.threads.runs.cancel(run.id, { thread_id });
    await lab.ended(run);
    expect(await update()).toMatchObject({ status: "cancelled", metadata: { by: "me" } });
    expect(await lab.retrieve(run)).toMatchObject({ status: "cancelled", metadata: { by: "me" } });
  });

  it("takes messages along", async () => {
    const lab = await openLab({ answers: [[say("Yes.")]] });
    const file_id = await lab.upload("a.csv", "x");
    const run = await lab.threads.runs.create(await lab.question("First."), {
      assistant_id: await lab.assistant(),
      additional_messages: [{ role: "user", content: "Second?", attachments: [{ file_id, tools }] }],
    });
    await lab.ended(run);
    expect(lab.model.requests[0]?.turns).toMatchObject([
      { role: "user", text: "First.", files: [] },
      { role: "user", text: "Second?", files: [{ id: file_id }] },
    ]);
    expect((await lab.threads.messages.list(run.thread_id)).data).toHaveLength(3);
  });

  it("leaves no message and no file behind when it is refused", async () => {
    const lab = await openLab({ answers: [[thinkOn]] });
    const file_id = await lab.upload("a.csv", "x");
    const run = await lab.start();
    const again = lab.threads.runs.create(run.thread_id, {
      assistant_id: run.assistant_id,
      additional_messages: [{ role: "user", content: "?", attachments: [{ file_id, tools }] }],
    });
    expect(await refusal(again)).toEqual(
      refused(400, `Thread ${run.thread_id} already has an active run ${run.id}.`),
    );
    expect(await lab.client.files(run.thread_id)).toEqual([]);
    expect((await lab.threads.messages.list(run.thread_id)).data).toHaveLength(1);
    await lab.threads.runs.cancel(run.id, { thread_id: run.thread_id });
  });
});
