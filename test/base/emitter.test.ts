import { expect, it } from "vitest";
import { Emitter } from "../../src/base/emitter.ts";

it("everyone who listens hears, in order, until it stops listening", () => {
  const emitter = new Emitter<number>();
  const heard: string[] = [];
  const listener = (value: number): void => void heard.push(`a${value}`);
  const first = emitter.on(listener);
  // The same function twice: each is removed alone.
  const second = emitter.on(listener);
  emitter.on((value) => heard.push(`b${value}`));
  emitter.emit(1);
  first.dispose();
  first.dispose();
  emitter.emit(2);
  second.dispose();
  emitter.emit(3);
  expect(heard).toEqual(["a1", "a1", "b1", "a2", "b2", "b3"]);
  emitter.dispose();
  emitter.emit(4);
  expect(heard).toHaveLength(6);
});

it("one that throws does not keep the others from hearing", () => {
  const faults: unknown[] = [];
  const heard: number[] = [];
  const emitter = new Emitter<number>((fault) => faults.push(fault));
  emitter.on(() => {
    throw new Error("mine");
  });
  emitter.on((value) => heard.push(value));
  emitter.emit(1);
  expect(heard).toEqual([1]);
  expect(faults).toEqual([new Error("mine")]);
});

it("one that leaves while it hears does not disturb the others", () => {
  const heard: string[] = [];
  const emitter = new Emitter<number>();
  const once = emitter.on((value) => {
    heard.push(`once ${value}`);
    once.dispose();
  });
  emitter.on((value) => heard.push(`always ${value}`));
  emitter.emit(1);
  emitter.emit(2);
  expect(heard).toEqual(["once 1", "always 1", "always 2"]);
});
