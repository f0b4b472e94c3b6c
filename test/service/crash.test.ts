import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { expect, it, onTestFinished } from "vitest";
import { threadEventSchema, type ThreadEvent } from "../../src/domain/event.ts";
import { say } from "../fakes/scriptedModel.ts";
import { type Lab, openLab, refusal, refused, temporaryFolder } from "./lab.ts";

const CLOSED = "The program was closed while this run worked. What it had made is kept: ask again to go on.";

it("keeps what was said when the program dies in the middle of a sentence", async () => {
  const folder = await temporaryFolder();
  const other = await runElsewhere(folder, "speaking", "text.delta");
  await other.kill();

  const lab = await openLab({ folder });
  const [work, message] = await expectFailed(lab, other.event);
  expect(work).toMatchObject({ type: "tool_calls", status: "completed" });
  expect(message).toMatchObject({ type: "message_creation", status: "completed" });
  const [answer] = await lab.answersIn(other.event.threadId);
  expect(answer?.status).not.toBe("in_progress");
  expect(answer?.content).toMatchObject([{ text: { value: "Half an answ" } }]);
});

it("keeps what a cell had printed when the program dies while it runs", async () => {
  const folder = await temporaryFolder();
  const other = await runElsewhere(folder, "computing", "cell.output");
  await other.kill();

  const lab = await openLab({ folder });
  const [, loop] = await expectFailed(lab, other.event);
  expect(loop).toMatchObject({
    status: "failed",
    last_error: { message: CLOSED },
    step_details: {
      tool_calls: [{ code_interpreter: { input: "loop()", outputs: [{ type: "logs", logs: "going\n" }] } }],
    },
  });
});

it("leaves alone a run that another living process carries out", async () => {
  const folder = await temporaryFolder();
  const other = await runElsewhere(folder, "computing", "cell.output");
  const { threadId, change } = other.event;
  const run = { id: "runId" in change ? change.runId : "", thread_id: threadId };

  const first = await openLab({ folder });
  expect(await first.retrieve(run)).toMatchObject({ status: "in_progress" });
  const adding = first.threads.messages.create(threadId, { role: "user", content: "?" });
  expect(await refusal(adding)).toEqual(
    refused(400, `Can't add messages to ${threadId} while a run ${run.id} is active.`),
  );
  expect((await first.run()).thread_id).not.toBe(threadId);

  await other.kill();
  const second = await openLab({ folder });
  expect(await second.retrieve(run)).toMatchObject({ status: "failed" });
});

/** The run has failed, nothing of before is lost, and the thread goes on; gives the run's steps. */
async function expectFailed(lab: Lab, { threadId, change }: ThreadEvent) {
  const id = "runId" in change ? change.runId : "";
  const run = await lab.retrieve({ id, thread_id: threadId });
  expect(run).toMatchObject({ status: "failed", last_error: { code: "server_error", message: CLOSED } });
  expect(run.failed_at).not.toBeNull();
  const steps = await lab.stepsOf(run);
  expect(steps).toHaveLength(2);
  const [made] = await lab.client.files(threadId);
  expect(made).toMatchObject({ name: "made.csv" });
  expect(Buffer.from(await lab.client.content(made!.id)).toString()).toBe("made");

  const again = await openLab({ folder: lab.folder, answers: [[say("Now.")]] });
  await again.threads.messages.create(threadId, { role: "user", content: "Again?" });
  expect((await again.run(threadId)).status).toBe("completed");
  return steps;
}

/** Another process in the middle of a run, as soon as it has reported something of this kind. */
async function runElsewhere(folder: string, scene: "speaking" | "computing", until: string) {
  const script = fileURLToPath(new URL("./dyingProcess.ts", import.meta.url));
  const child = spawn(process.execPath, ["--no-warnings", script, folder, scene], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  const gone = once(child, "exit");
  const kill = async (): Promise<void> => {
    child.kill("SIGKILL");
    await gone;
  };
  onTestFinished(kill);
  for await (const line of createInterface({ input: child.stdout })) {
    const event = threadEventSchema.parse(JSON.parse(line));
    if (event.change.type === until) return { event, kill };
  }
  throw new Error(`The process ended before ${until}.`);
}
