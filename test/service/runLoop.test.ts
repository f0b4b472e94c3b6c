import { expect, it } from "vitest";
import { cell, say, usage } from "../fakes/scriptedModel.ts";
import { openLab } from "./lab.ts";

it("hands a traceback back to the model, which corrects its code", async () => {
  const lab = await openLab({
    answers: [[cell("read('data')")], [cell("read('data.csv')")], [say("Three rows.")]],
    python: {
      "read('data')": (python) => python.raise("FileNotFoundError", "data"),
      "read('data.csv')": (python) => python.print("3\n"),
    },
  });
  const run = await lab.run();
  expect(run.status).toBe("completed");
  const question = { role: "user", text: "What is in it?" };
  const wrong = [
    { role: "assistant", cells: [{ code: "read('data')" }] },
    { role: "cell", failed: true, outputs: [{ kind: "error", name: "FileNotFoundError" }] },
  ];
  const right = [
    { role: "assistant", cells: [{ code: "read('data.csv')" }] },
    { role: "cell", failed: false, outputs: [{ kind: "stream", text: "3\n" }] },
  ];
  const turns = lab.model.requests.map((request) => request.turns);
  expect(turns[0]).toMatchObject([question]);
  expect(turns[1]).toMatchObject([question, ...wrong]);
  expect(turns[2]).toMatchObject([question, ...wrong, ...right]);
  // A failed cell is a result: its step did what it had to do.
  expect((await lab.stepsOf(run)).map(({ status }) => status)).toEqual([
    "completed",
    "completed",
    "completed",
  ]);
  expect((await lab.cellsOf(run))[0]?.outputs).toEqual([
    { type: "logs", logs: "Traceback …\nFileNotFoundError: data\n" },
  ]);
});

it("tells the model why a cell did not end by itself", async () => {
  const reason = "The cell was ended after 120 s, its time limit. Variables are gone, files are kept.";
  const lab = await openLab({
    answers: [[cell("loop()")], [cell("again()")], [say("Too slow.")]],
    python: { "loop()": () => ({ end: "lost", reason }), "again()": () => {} },
  });
  const run = await lab.run();
  expect(lab.model.requests[1]?.turns.at(-1)).toMatchObject({
    role: "cell",
    failed: true,
    outputs: [{ kind: "stream", name: "stderr", text: `${reason}\n` }],
  });
  expect(await lab.stepsOf(run)).toMatchObject([
    { status: "failed", last_error: { code: "server_error", message: reason } },
    { status: "completed" },
    { status: "completed" },
  ]);
  const events = await lab.eventsUntil(run.thread_id, (change) => change.type === "run.ended");
  const opened = events.flatMap(({ change }) => (change.type === "session.opened" ? [change.renewed] : []));
  expect(opened).toEqual([false, true]);
  expect(lab.model.requests[2]?.turns.at(-1)).toMatchObject({
    outputs: [{ text: expect.stringContaining("variables of earlier ones are gone, files are kept") }],
  });
});

it("tells people and the model that variables are gone when the program was started anew", async () => {
  const python = { "x = 1": () => {}, x: () => {} };
  const first = await openLab({ answers: [[cell("x = 1")], [say("Set.")]], python });
  const { thread_id } = await first.run();
  await first.close();
  const second = await openLab({ answers: [[cell("x")], [say("Gone.")]], python, folder: first.folder });
  const run = await second.run(thread_id);
  const events = await second.eventsUntil(
    thread_id,
    (change) => change.type === "run.ended" && change.runId === run.id,
  );
  const opened = events.flatMap(({ change }) => (change.type === "session.opened" ? [change.renewed] : []));
  expect(opened).toEqual([false, true]);
  expect(second.model.requests[1]?.turns.at(-1)).toMatchObject({
    outputs: [{ text: expect.stringContaining("variables of earlier ones are gone") }],
  });
});

it("drops words that the model wrote behind its code, before it knew the result", async () => {
  const lab = await openLab({
    answers: [[say("I count."), cell("count()"), say("There are 5.")], [say("There are 3.")]],
    python: { "count()": (python) => python.print("3\n") },
  });
  const run = await lab.run();
  const answers = await lab.answersIn(run.thread_id);
  const texts = answers.map(({ content: [part] }) => (part?.type === "text" ? part.text.value : ""));
  expect(texts).toEqual(["I count.", "There are 3."]);
  expect(lab.model.requests[1]?.turns[1]).toMatchObject({ role: "assistant", text: "I count." });
});

it("runs two cells of one answer one after the other, as two steps", async () => {
  const ran: string[] = [];
  const lab = await openLab({
    answers: [
      [cell("a()"), cell("b()"), usage(10, 5)],
      [say("Both."), usage(20, 6)],
    ],
    python: {
      "a()": (python) => {
        ran.push("a");
        python.print("A");
      },
      "b()": (python) => {
        ran.push("b");
        python.print("B");
      },
    },
  });
  const run = await lab.run();
  expect(ran).toEqual(["a", "b"]);
  expect(await lab.cellsOf(run)).toEqual([
    { input: "a()", outputs: [{ type: "logs", logs: "A" }] },
    { input: "b()", outputs: [{ type: "logs", logs: "B" }] },
  ]);
  expect((await lab.stepsOf(run)).map(({ type }) => type)).toEqual([
    "tool_calls",
    "tool_calls",
    "message_creation",
  ]);
  expect(lab.model.requests[1]?.turns.slice(1)).toMatchObject([
    { role: "assistant", cells: [{ code: "a()" }, { code: "b()" }] },
    { role: "cell", outputs: [{ text: "A" }] },
    { role: "cell", outputs: [{ text: "B" }] },
  ]);
  expect(run.usage).toMatchObject({ prompt_tokens: 30, completion_tokens: 11 });
});

it("shows a table as text on the API's wire, and whole in the thread's events", async () => {
  const lab = await openLab({
    answers: [[cell("frame")], [say("A table.")]],
    python: {
      frame: (python) => python.display({ "text/plain": "   a\n0  1", "text/html": "<table>" }),
    },
  });
  const run = await lab.run();
  expect((await lab.cellsOf(run))[0]?.outputs).toEqual([{ type: "logs", logs: "   a\n0  1\n" }]);
  const events = await lab.eventsUntil(run.thread_id, (change) => change.type === "cell.output");
  expect(events.at(-1)?.change).toMatchObject({
    output: { kind: "display", data: { "text/html": "<table>" } },
  });
});
