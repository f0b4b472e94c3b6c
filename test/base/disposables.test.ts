import { expect, it } from "vitest";
import { Disposables } from "../../src/base/disposables.ts";

it("things are released in reverse order, each after the one before it has ended", async () => {
  const released: string[] = [];
  const owner = new Disposables();
  const slow = Promise.withResolvers<void>();
  owner.add({ dispose: () => released.push("first") });
  owner.add({ dispose: () => slow.promise.then(() => released.push("second")) });
  owner.add({ dispose: () => released.push("third") });
  const end = owner.dispose();
  expect(released).toEqual(["third"]);
  slow.resolve();
  await end;
  expect(released).toEqual(["third", "second", "first"]);
});

it("one that fails does not keep the others from being released; all failures are told", async () => {
  const released: string[] = [];
  const owner = new Disposables();
  owner.add({ dispose: () => released.push("first") });
  owner.add({ dispose: () => Promise.reject(new Error("slow")) });
  owner.add({
    dispose: () => {
      throw new Error("at once");
    },
  });
  await expect(owner.dispose()).rejects.toMatchObject({ errors: [new Error("at once"), new Error("slow")] });
  expect(released).toEqual(["first"]);
  await owner.dispose();
});

it("a thing that comes after the end is released at once", async () => {
  const owner = new Disposables();
  await owner.dispose();
  let released = 0;
  const late = { dispose: () => void released++ };
  expect(owner.add(late)).toBe(late);
  await owner.dispose();
  expect(released).toBe(1);
});
