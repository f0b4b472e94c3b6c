import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { systemClock } from "../../src/base/clock.ts";
import { cancelled } from "../../src/base/errors.ts";
import { silentLog } from "../../src/base/log.ts";
import { ThreadController } from "../../src/thread/threadController.ts";
import { FakeClient } from "./fakeClient.ts";

let mayAsk: () => Promise<void>;
let client: FakeClient;
let controller: ThreadController;
beforeEach(() => {
  client = new FakeClient();
  controller = new ThreadController(client, silentLog, "", systemClock, () => mayAsk());
});
afterEach(() => controller.dispose());

const source = { name: "a.csv", bytes: 1, open: () => Promise.resolve(new Blob(["x"])) };

it("keeps and sends nothing of a question that may not go to the model", async () => {
  mayAsk = () => Promise.reject(cancelled());
  await expect(controller.ask("Why?", [source])).rejects.toMatchObject({ kind: "cancelled" });
  expect(client.calls).toEqual([]);
  expect(controller.transcript).toBeNull();
  expect(controller.busy).toBe(false);
});

it("sends it once it may", async () => {
  const allowed = Promise.withResolvers<void>();
  mayAsk = () => allowed.promise;
  const asking = controller.ask("Why?", []);
  expect(client.calls).toEqual([]);
  allowed.resolve();
  await asking;
  expect(client.calls).toContain("ask thread_1 Why? []");
});

it("does not ask about code that is run as it is, which goes to no model", async () => {
  const asked = vi.fn<() => Promise<void>>();
  mayAsk = asked;
  await controller.runCode("1");
  expect(asked).not.toHaveBeenCalled();
});
