import { expect, it } from "vitest";
import { say, thinkOn } from "../fakes/scriptedModel.ts";
import { openLab } from "./lab.ts";

it("may be closed twice, and refuses what comes afterwards", async () => {
  const lab = await openLab();
  const closing = [lab.service.dispose(), lab.service.dispose()];
  await Promise.all(closing);
  await lab.service.dispose();
  const response = await lab.service.fetch(new Request("http://interpreter.local/v1/files"));
  expect(response.status).toBe(503);
  expect(await response.json()).toMatchObject({ error: { code: "service_closed" } });
});

it("ends those who wait for events, after the last ones", async () => {
  const lab = await openLab({
    answers: [
      [say("Half"), thinkOn],
      [say("Half"), thinkOn],
    ],
  });
  const quiet = lab.client.events(await lab.question(), 2, new AbortController().signal);
  const waiting = quiet.next();
  const run = await lab.start();
  const types: string[] = [];
  const reading = (async () => {
    for await (const { change } of lab.client.events(run.thread_id, 0, new AbortController().signal)) {
      types.push(change.type);
    }
  })();
  const stream = lab.threads.runs.stream(await lab.question(), { assistant_id: await lab.assistant() });
  await lab.eventsUntil(run.thread_id, ({ type }) => type === "text.delta");
  await lab.service.dispose();
  expect(await waiting).toEqual({ done: true, value: undefined });
  await reading;
  expect(types.slice(-1)).toEqual(["run.ended"]);
  expect(await stream.finalRun().catch(() => "ended")).toBeTruthy();
});
