import { expect, it } from "vitest";
import { outputsIn } from "../../../src/run/hosted/cellOutputs.ts";
import { PNG } from "../../fakes/fakeSessions.ts";

const logs = (text: string) => outputsIn([{ type: "logs", logs: text }]);
const FRAMES = 'Traceback (most recent call last):\n  File "x", line 1, in <module>\n    1 / 0\n';

it("tells a traceback that ends the logs from what was printed", () => {
  expect(logs(`a\n${FRAMES}ZeroDivisionError: division by zero\n`)).toEqual([
    { kind: "stream", name: "stdout", text: "a\n" },
    {
      kind: "error",
      name: "ZeroDivisionError",
      message: "division by zero",
      traceback: `${FRAMES}ZeroDivisionError: division by zero`,
    },
  ]);
  expect(logs(`${FRAMES}my.Own`)).toMatchObject([{ kind: "error", name: "my.Own", message: "" }]);
});

it.each([
  `${FRAMES}ValueError: x\nand the code went on\n`,
  "I met a Traceback (most recent call last):\nonce",
  "plain",
])("leaves logs that only speak of one as they are: %s", (text) => {
  expect(logs(text)).toEqual([{ kind: "stream", name: "stdout", text }]);
});

it("takes pictures for what their bytes say, and nothing else for one", () => {
  const image = (mime: string, bytes: Uint8Array | string) =>
    outputsIn([{ type: "image", url: `data:image/${mime};base64,${Buffer.from(bytes).toString("base64")}` }]);
  expect(image("jpeg", PNG)).toMatchObject([{ kind: "picture", mime: "image/png" }]);
  expect(image("png", "<svg onload=alert(1)>")).toEqual([]);
  expect(outputsIn([{ type: "image", url: "http://127.0.0.1/x.png" }])).toEqual([]);
});
