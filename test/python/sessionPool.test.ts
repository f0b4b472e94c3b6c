import { describe, expect, it } from "vitest";
import { SessionPool } from "../../src/python/sessionPool.ts";
import { FakeClock } from "../fakes/fakeClock.ts";
import { FakeRuntime } from "../fakes/fakeRuntime.ts";

const MINUTE_MS = 60_000;
const SECOND_MS = 1000;

function openPool({ maxSessions = 3, spareIn }: { maxSessions?: number; spareIn?: string } = {}) {
  const runtime = new FakeRuntime();
  const clock = new FakeClock();
  const pool = new SessionPool({
    runtime,
    clock,
    maxSessions,
    ...(spareIn === undefined ? {} : { spareIn }),
  });
  return { runtime, clock, pool };
}
const cell = { onOutput: () => {} };

describe("sessions", () => {
  it("are one a key, the same one as long as it lives", async () => {
    const { pool, runtime } = openPool();
    const [first, again] = await Promise.all([pool.open("a", "/t/a"), pool.open("a", "/t/a")]);
    expect(first).toMatchObject({ isNew: true, renewed: false });
    expect(again).toMatchObject({ isNew: false, session: first.session });
    const other = await pool.open("b", "/t/b");
    expect(other.session).not.toBe(first.session);
    expect(runtime.started.map(({ dataDir, reach }) => [dataDir, reach])).toEqual([
      ["/t/a", "/t/a"],
      ["/t/b", "/t/b"],
    ]);
  });

  it("end after 30 idle minutes, counted from the last cell; the next one says that it is a new one", async () => {
    const { pool, clock } = openPool();
    const { session } = await pool.open("a", "/t/a");
    await clock.pass(29 * MINUTE_MS);
    await session.execute("1", cell);
    await clock.pass(29 * MINUTE_MS);
    expect(session.alive).toBe(true);
    await clock.pass(MINUTE_MS);
    expect(session.alive).toBe(false);
    expect(await pool.open("a", "/t/a")).toMatchObject({ isNew: true, renewed: true });
  });

  it("end after an hour however busy they were, but not in the middle of a cell", async () => {
    const { pool, clock, runtime } = openPool();
    const { session } = await pool.open("a", "/t/a");
    for (let minutes = 0; minutes < 55; minutes += 5) {
      await clock.pass(5 * MINUTE_MS);
      await session.execute("1", cell);
    }
    runtime.started[0]!.hold();
    const running = session.execute("long", cell);
    await clock.pass(20 * MINUTE_MS);
    expect(session.alive).toBe(true);
    runtime.started[0]!.finish?.();
    await running;
    await clock.pass(0);
    expect(session.alive).toBe(false);
  });

  it("end when there are too many: the one used least recently, never one that works", async () => {
    const { pool, runtime } = openPool({ maxSessions: 2 });
    const a = await pool.open("a", "/t/a");
    const b = await pool.open("b", "/t/b");
    runtime.started[0]!.hold();
    const running = a.session.execute("long", cell);
    const c = await pool.open("c", "/t/c");
    expect([a.session.alive, b.session.alive, c.session.alive]).toEqual([true, false, true]);
    runtime.started[0]!.finish?.();
    await running;
    expect(await pool.open("b", "/t/b")).toMatchObject({ renewed: true });
  });

  it("that failed to start are tried again", async () => {
    const { pool, runtime } = openPool();
    runtime.failure = new Error("no Python");
    await expect(pool.open("a", "/t/a")).rejects.toThrow("no Python");
    runtime.failure = null;
    expect(await pool.open("a", "/t/a")).toMatchObject({ isNew: true, renewed: false });
  });

  it("tell where they run and how long they live on", async () => {
    const { pool, clock, runtime } = openPool();
    expect(pool.find("a")).toBeNull();
    const { session } = await pool.open("a", "/t/a");
    expect(pool.find("a")).toMatchObject({ runtime: "Fake Python", isolation: [], endsInMs: 30 * MINUTE_MS });
    await clock.pass(20 * MINUTE_MS);
    expect(pool.find("a")?.endsInMs).toBe(10 * MINUTE_MS);
    runtime.started[0]!.hold();
    const running = session.execute("long", cell);
    await clock.pass(15 * MINUTE_MS);
    // As if its cell ended now; the hour is nearer than half an hour of rest.
    expect(pool.find("a")?.endsInMs).toBe(25 * MINUTE_MS);
    runtime.started[0]!.finish?.();
    await running;
    runtime.started[0]!.alive = false;
    expect(pool.find("a")).toBeNull();
  });

  it("can be ended, also while they start; the next one says that it is a new one", async () => {
    const { pool, runtime } = openPool();
    await pool.end("a");
    const opening = pool.open("a", "/t/a");
    await pool.end("a");
    await opening;
    expect(runtime.started.map(({ alive }) => alive)).toEqual([false]);
    expect(pool.find("a")).toBeNull();
    expect(await pool.open("a", "/t/a")).toMatchObject({ isNew: true, renewed: true });
  });

  it("that died do not end the ones in their place, and make room before any that lives", async () => {
    const { pool, runtime, clock } = openPool({ maxSessions: 2 });
    await pool.open("a", "/t/a");
    await clock.pass(20 * MINUTE_MS);
    runtime.started[0]!.alive = false;
    const { session: second } = await pool.open("a", "/t/a");
    await clock.pass(15 * MINUTE_MS);
    expect(await pool.open("a", "/t/a")).toMatchObject({ isNew: false, session: second });
    const b = await pool.open("b", "/t/b");
    runtime.started[2]!.alive = false;
    await pool.open("c", "/t/c");
    expect([second.alive, b.session.alive]).toEqual([true, false]);
  });

  it("whose process died are replaced, and all end with the pool", async () => {
    const { pool, runtime } = openPool();
    await pool.open("a", "/t/a");
    runtime.started[0]!.alive = false;
    expect(await pool.open("a", "/t/a")).toMatchObject({ isNew: true, renewed: true });
    await pool.dispose();
    expect(runtime.started.map(({ alive }) => alive)).toEqual([false, false]);
  });
});

describe("the spare", () => {
  it("is given to who comes first, and another is started a little later", async () => {
    const { pool, runtime, clock } = openPool({ spareIn: "/t" });
    await pool.warm();
    await pool.warm();
    await clock.pass(0);
    expect(runtime.started.map(({ reach }) => reach)).toEqual(["/t"]);
    await pool.open("a", "/t/a/data");
    expect(runtime.started).toHaveLength(1);
    expect(runtime.started[0]!.dataDir).toBe("/t/a/data");
    await clock.pass(5 * SECOND_MS);
    expect(runtime.started.map(({ dataDir }) => dataDir)).toEqual(["/t/a/data", null]);
  });

  it("is awaited until it begins to start, not until it is ready; a failure to start is none here", async () => {
    const { pool, runtime } = openPool({ spareIn: "/t" });
    const { promise, resolve } = Promise.withResolvers<void>();
    runtime.ready = promise;
    await pool.warm();
    const opening = pool.open("a", "/t/a");
    resolve();
    expect(await opening).toMatchObject({ isNew: true });
    const other = openPool({ spareIn: "/t" });
    other.runtime.failure = new Error("no memory");
    await other.pool.warm();
  });

  it("is not given to a folder that it cannot reach", async () => {
    const { pool, runtime } = openPool({ spareIn: "/t" });
    await pool.warm();
    await pool.open("a", "/elsewhere/a");
    expect(runtime.started.map(({ reach, dataDir }) => [reach, dataDir])).toEqual([
      ["/t", null],
      ["/elsewhere/a", "/elsewhere/a"],
    ]);
  });

  it("that died or could not start is passed over", async () => {
    const { pool, runtime, clock } = openPool({ spareIn: "/t" });
    await pool.warm();
    await clock.pass(0);
    runtime.started[0]!.alive = false;
    await pool.open("a", "/t/a");
    expect(runtime.started[1]).toMatchObject({ dataDir: "/t/a" });
    runtime.failure = new Error("no memory");
    await clock.pass(5 * SECOND_MS);
    await expect(pool.open("b", "/t/b")).rejects.toThrow("no memory");
  });

  it("that nobody needs is ended after ten minutes", async () => {
    const { pool, runtime, clock } = openPool({ spareIn: "/t" });
    await pool.warm();
    await clock.pass(10 * MINUTE_MS);
    expect(runtime.started.map(({ alive }) => alive)).toEqual([false]);
  });
});
