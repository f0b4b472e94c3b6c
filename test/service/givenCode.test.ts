import { expect, it } from "vitest";
import { codeQuestion, GIVEN_CODE } from "../../src/domain/givenCode.ts";
import type { Repertoire } from "../fakes/fakeSessions.ts";
import { cell, say } from "../fakes/scriptedModel.ts";
import { type Lab, openLab } from "./lab.ts";

const PYTHON = {
  "x = 1": () => {},
  "print(x)": (python) => python.print("1\n"),
  oops: (python) => python.raise("NameError", "name 'oops' is not defined"),
  "plot()": async (python) => {
    python.show("Plot");
    await python.write("a.csv", "1");
  },
} satisfies Repertoire;

it("runs the person's code as it is, in the thread's session, and asks no model", async () => {
  const lab = await openLab({ python: PYTHON });
  const threadId = await lab.client.createThread();
  for (const code of ["x = 1", "print(x)"]) {
    const id = await askAsIs(lab, threadId, codeQuestion(code));
    const run = await lab.ended({ id, thread_id: threadId });
    expect(run).toMatchObject({ status: "completed", model: GIVEN_CODE });
    expect(await lab.cellsOf(run)).toMatchObject([{ input: code }]);
  }
  expect(lab.model.requests).toEqual([]);
  expect(await lab.answersIn(threadId)).toEqual([]);
});

it("completes also when the code fails: its traceback is what was asked for", async () => {
  const lab = await openLab({ python: PYTHON });
  const threadId = await lab.client.createThread();
  const id = await askAsIs(lab, threadId, codeQuestion("oops"));
  const run = await lab.ended({ id, thread_id: threadId });
  expect(run.status).toBe("completed");
  const [only, ...others] = await lab.cellsOf(run);
  expect(only?.outputs).toMatchObject([{ type: "logs", logs: expect.stringContaining("NameError") }]);
  expect(others).toEqual([]);
});

it("hands over the pictures and files that the code made", async () => {
  const lab = await openLab({ python: PYTHON });
  const threadId = await lab.client.createThread();
  const id = await askAsIs(lab, threadId, codeQuestion("plot()"));
  await lab.ended({ id, thread_id: threadId });
  const [message] = await lab.answersIn(threadId);
  expect(message?.content).toMatchObject([{ type: "image_file" }]);
  expect(message?.attachments).toHaveLength(1);
});

it("is seen by the model that is asked next", async () => {
  const lab = await openLab({ python: PYTHON, answers: [[cell("print(x)")], [say("It is 1.")]] });
  const threadId = await lab.client.createThread();
  const first = await askAsIs(lab, threadId, codeQuestion("x = 1"));
  await lab.ended({ id: first, thread_id: threadId });
  const second = await lab.client.ask(threadId, "What is x?", []);
  expect((await lab.ended({ id: second, thread_id: threadId })).status).toBe("completed");
  expect(lab.model.requests[0]?.turns).toMatchObject([
    { role: "user", text: codeQuestion("x = 1") },
    { role: "assistant", cells: [{ code: "x = 1" }] },
    { role: "cell", failed: false },
    { role: "user", text: "What is x?" },
  ]);
});

it("refuses a question without code, and says what is missing", async () => {
  const lab = await openLab();
  const threadId = await lab.client.createThread();
  const id = await askAsIs(lab, threadId, "What is x?");
  const run = await lab.ended({ id, thread_id: threadId });
  expect(run).toMatchObject({ status: "failed" });
  expect(run.last_error?.message).toMatch(/^The question holds no Python that may be run\. Put the code/);
  expect(lab.model.requests).toEqual([]);
});

async function askAsIs(lab: Lab, threadId: string, text: string): Promise<string> {
  const id = await lab.client.askOrQueue(threadId, { text, fileIds: [], asIs: true, ahead: true });
  if (id === null) throw new Error("The question waits.");
  return id;
}
