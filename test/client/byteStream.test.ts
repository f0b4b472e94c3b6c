import { expect, it } from "vitest";
import { readBytes } from "../../src/client/byteStream.ts";

const pieces = (...sizes: number[]): ReadableStream<Uint8Array> => {
  let count = 0;
  return new ReadableStream({
    pull: (controller) => {
      const size = sizes[count++];
      if (size === undefined) controller.close();
      else controller.enqueue(new Uint8Array(size).fill(count));
    },
  });
};

it.each([
  ["known", 6],
  ["unknown", Number.NaN],
  ["told too small", 2],
  ["told too large", 60],
])("gives all bytes of a stream whose size is %s", async (_, expected) => {
  expect([...(await readBytes(pieces(3, 0, 1, 2), expected))]).toEqual([1, 1, 1, 3, 4, 4]);
});

it("takes a body of the known size without a copy", async () => {
  const bytes = await readBytes(pieces(4, 4), 8);
  expect(bytes.buffer.byteLength).toBe(8);
});
