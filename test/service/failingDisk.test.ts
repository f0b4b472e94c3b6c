import { expect, it } from "vitest";
import { EventLog } from "../../src/service/eventLog.ts";
import { Store } from "../../src/service/store/store.ts";
import { temporaryFolder } from "./lab.ts";

it("ends those who follow a log with the disk's error, and looks on without one", async () => {
  const store = new Store(await temporaryFolder());
  const log = new EventLog(store, Date.now);
  log.append("thread_1", { type: "thread.created" });
  const following = log.follow("thread_1", 0, new AbortController().signal);
  expect((await following.next()).value).toMatchObject({ seq: 1 });
  const waiting = following.next();
  const broken = (): never => {
    throw new Error("disk I/O error");
  };
  const { events } = store;
  const works = { ofThread: events.ofThread.bind(events), dataVersion: events.dataVersion.bind(events) };
  Object.assign(events, { ofThread: broken, dataVersion: broken });
  await expect(waiting).rejects.toThrow("disk I/O error");
  Object.assign(events, works);
  log.append("thread_1", { type: "thread.renamed", title: "New" });
  const again = log.follow("thread_1", 1, new AbortController().signal);
  expect((await again.next()).value).toMatchObject({ seq: 2 });
  log.dispose();
  store.dispose();
});
