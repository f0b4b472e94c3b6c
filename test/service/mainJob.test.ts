import { expect, it } from "vitest";
import { PNG } from "../fakes/fakeSessions.ts";
import { cell, say, usage } from "../fakes/scriptedModel.ts";
import { openLab, tools } from "./lab.ts";

const NAME = "매출 자료 2024.csv";

it("answers a question about a file with code, a plot and a new file", async () => {
  const lab = await openLab({
    answers: [
      [cell("summarise()"), usage(900, 40)],
      [say("매출은 **7**. ", "[요약](sandbox:/mnt/data/요약 1.csv)"), usage(1000, 20)],
    ],
    python: {
      "summarise()": async (python) => {
        python.print("total ");
        python.print("7\n");
        python.show("Sales by month");
        python.print("done\n");
        await python.write("요약 1.csv", "합계\n7\n");
      },
    },
  });
  const { openai, threads } = lab;
  const file = await openai.files.create({ file: new File(["a\n7\n"], NAME), purpose: "assistants" });
  expect(file).toMatchObject({ filename: NAME, bytes: 4, purpose: "assistants" });
  const assistant = await openai.beta.assistants.create({ model: "gpt-4-1106-preview", tools });
  const thread = await threads.create({
    messages: [{ role: "user", content: "합계?", attachments: [{ file_id: file.id, tools }] }],
  });

  const created = await threads.runs.create(thread.id, { assistant_id: assistant.id });
  expect(created).toMatchObject({ status: "queued", model: "gpt-4-1106-preview" });
  expect(created.expires_at).toBe(created.created_at + 600);
  const run = await threads.runs.poll(created.id, { thread_id: thread.id }, { pollIntervalMs: 5 });
  expect(run).toMatchObject({ status: "completed", expires_at: null, last_error: null });
  expect(run.usage).toMatchObject({ prompt_tokens: 1900, completion_tokens: 60, total_tokens: 1960 });

  const steps = await lab.stepsOf(run);
  expect(steps.map(({ type, status }) => [type, status])).toEqual([
    ["tool_calls", "completed"],
    ["message_creation", "completed"],
  ]);
  const [call] = await lab.cellsOf(run);
  const image = { type: "image", image: { file_id: expect.stringMatching(/^file-/) } };
  expect(call).toEqual({
    input: "summarise()",
    outputs: [{ type: "logs", logs: "total 7\n" }, image, { type: "logs", logs: "done\n" }],
  });

  const page = await threads.messages.list(thread.id);
  expect(page.data.map(({ role }) => role)).toEqual(["assistant", "user"]);
  const [picture, text] = page.data[0]?.content ?? [];
  if (picture?.type !== "image_file" || text?.type !== "text") throw new Error("not a picture and words");
  const target = "sandbox:/mnt/data/요약 1.csv";
  const start = text.text.value.indexOf(target);
  expect(text.text.annotations).toEqual([
    {
      type: "file_path",
      text: target,
      start_index: start,
      end_index: start + target.length,
      file_path: { file_id: expect.stringMatching(/^file-/) },
    },
  ]);

  const [annotation] = text.text.annotations;
  const csvId = annotation?.type === "file_path" ? annotation.file_path.file_id : "";
  expect(await (await openai.files.content(csvId)).text()).toBe("합계\n7\n");
  const shown = await openai.files.content(picture.image_file.file_id);
  expect(shown.headers.get("content-type")).toBe("image/png");
  expect(Buffer.from(await shown.arrayBuffer())).toEqual(PNG);
});

it("hands over a file and a picture that the model did not mention", async () => {
  const lab = await openLab({
    answers: [[cell("work()")], [say("Done.")]],
    python: {
      "work()": async (python) => {
        python.show("Plot");
        await python.write("quiet.csv", "x");
      },
    },
  });
  const run = await lab.run();
  const [answer] = await lab.answersIn(run.thread_id);
  expect(answer?.content.map(({ type }) => type)).toEqual(["image_file", "text"]);
  const made = (await lab.client.files(run.thread_id)).find(({ name }) => name === "quiet.csv");
  expect(answer?.attachments).toEqual([{ file_id: made?.id, tools }]);
});

it("tells the model the names of the files, the person's words, and what ran before", async () => {
  const lab = await openLab({
    answers: [[cell("1")], [say("One.")], [say("Still one.")]],
    python: { "1": (python) => python.display({ "text/plain": "1" }) },
  });
  const threadId = await lab.question("First?", [await lab.upload(NAME, "a\n")]);
  await lab.run(threadId);
  await lab.threads.messages.create(threadId, { role: "user", content: "And now?" });
  const run = await lab.threads.runs.create(threadId, {
    assistant_id: await lab.assistant(),
    instructions: "Be brief.",
    additional_instructions: "Speak Korean.",
  });
  await lab.ended(run);
  const { instructions, turns } = lab.model.requests[2]!;
  expect(instructions).toContain(`- /mnt/data/${NAME}`);
  expect(instructions).toMatch(/Be brief\.\n\nSpeak Korean\.$/);
  expect(turns).toMatchObject([
    { role: "user", text: "First?", files: [{ name: NAME, bytes: 2 }] },
    { role: "assistant", text: "", cells: [{ code: "1" }] },
    { role: "cell", failed: false, outputs: [{ kind: "display", data: { "text/plain": "1" } }] },
    { role: "assistant", text: "One.", cells: [] },
    { role: "user", text: "And now?" },
  ]);
});
