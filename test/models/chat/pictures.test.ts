import { afterEach, beforeEach, expect, it } from "vitest";
import type { Turn } from "../../../src/run/model.ts";
import { answer, ask, type Endpoint, openEndpoint, refuse, request, say, stream } from "./endpoint.ts";

let endpoint: Endpoint;
beforeEach(async () => (endpoint = await openEndpoint()));
afterEach(() => endpoint.close());

const plot = (name: string, bytes = 3): Turn => ({
  role: "cell",
  id: name,
  failed: false,
  outputs: [{ kind: "image", file: { id: name, name, bytes, mime: "image/png" }, alt: "" }],
});
const readFile = async ({ name }: { name: string }): Promise<Uint8Array> => Buffer.from(name);
const withPlots = (...plots: Turn[]) => ({
  ...request([plot("old.png"), ask("Plot it"), ...plots]),
  readFile,
});
const lastSent = (at: number) => endpoint.received[at]!.body.messages.at(-1);
const picture = (name: string) => ({
  type: "image_url",
  image_url: { url: `data:image/png;base64,${Buffer.from(name).toString("base64")}` },
});

it("shows the model the pictures that the code made since the question, at most four and none too large", async () => {
  endpoint.reply(stream(say("I see.")));
  const names = ["a.png", "b.png", "c.png", "d.png", "e.png"];
  await answer(endpoint, withPlots(...names.map((name) => plot(name)), plot("huge.png", 9_000_000)));
  expect(lastSent(0)).toEqual({
    role: "user",
    content: [
      { type: "text", text: "What the code showed: b.png, c.png, d.png, e.png" },
      ...names.slice(1).map(picture),
    ],
  });
});

it("leaves pictures out for a model that sees none, from then on", async () => {
  endpoint.reply(
    refuse(400, "This model does not support image input."),
    stream(say("Well.")),
    stream(say("Yes.")),
  );
  expect(await answer(endpoint, withPlots(plot("a.png")))).toEqual([{ type: "text", delta: "Well." }]);
  await answer(endpoint, withPlots(plot("a.png")));
  expect(endpoint.received).toHaveLength(3);
  expect([lastSent(1), lastSent(2)].map((message) => message?.role)).toEqual(["tool", "tool"]);
});
