import { expect, it } from "vitest";
import { readEvents } from "../../src/client/eventStream.ts";

const TEXT = 'id: 1\nevent: a\ndata: {"text":"매출 📈"}\n\nid: 2\ndata: second\n\ndata: third\n\n';
const EVENTS = ['{"text":"매출 📈"}', "second", "third"];

/** A body in pieces of `size` bytes; `onCancel` hears when nobody wants the rest. */
function bodyOf(text: string, size: number, onCancel = (): void => {}): ReadableStream<Uint8Array> {
  const bytes = new TextEncoder().encode(text);
  let at = 0;
  return new ReadableStream({
    pull(controller) {
      controller.enqueue(bytes.slice(at, at + size));
      at += size;
      if (at >= bytes.length) controller.close();
    },
    cancel: onCancel,
  });
}

it.each([1, 2, 3, 7, 1000])("reads events from pieces of %i bytes, whatever they cut apart", async (size) => {
  const seen: string[] = [];
  for await (const data of readEvents(bodyOf(TEXT, size), new AbortController().signal)) seen.push(data);
  expect(seen).toEqual(EVENTS);
});

it("gives up the body when its reader stops in the middle", async () => {
  const cancelled = Promise.withResolvers<void>();
  const body = bodyOf(TEXT.repeat(100), 10, cancelled.resolve);
  for await (const data of readEvents(body, new AbortController().signal)) {
    expect(data).toBe(EVENTS[0]);
    break;
  }
  await cancelled.promise;
});

it("stops waiting for a body that gives nothing when it is told to", async () => {
  const stop = new AbortController();
  const next = readEvents(new ReadableStream(), stop.signal).next();
  stop.abort();
  expect(await next).toEqual({ done: true, value: undefined });
});

it("passes on the error of a body that breaks", async () => {
  const body = new ReadableStream<Uint8Array>({ pull: (controller) => controller.error(new Error("lost")) });
  await expect(readEvents(body, new AbortController().signal).next()).rejects.toThrow("lost");
});
