import { describe, expect, it } from "vitest";
import type { Chat, ChatPiece } from "../../../src/domain/chat.ts";
import { ChatModel } from "../../../src/models/chat/chatModel.ts";
import type { Turn } from "../../../src/run/model.ts";
import { answer, ask, inShort, request } from "./endpoint.ts";

const FENCE = "```python\n6 * 7\n```\n";
const plot: Turn = {
  role: "cell",
  id: "c",
  failed: false,
  outputs: [{ kind: "image", file: { id: "p", name: "p.png", bytes: 3, mime: "image/png" }, alt: "" }],
};
const withPlot = { ...request([ask("Plot it"), plot]), readFile: async () => new Uint8Array(3) };

/** A model behind a transport that does not say what it refuses, like those of VS Code. */
function modelThat(reply: (chat: Chat) => ChatPiece[]) {
  const chats: Chat[] = [];
  const model = new ChatModel({
    name: "m",
    objectsPlainly: false,
    objectionIn: (error) => (error instanceof Error ? error.message : null),
    async *send(chat) {
      chats.push(chat);
      yield* reply(chat);
    },
  });
  return { model, chats };
}

const text = (delta: string): ChatPiece => ({ type: "text", delta });
const pictured = ({ messages }: Chat): boolean =>
  messages.some(({ parts }) => parts.some(({ type }) => type === "picture"));

describe("a model that fails and does not say why", () => {
  it("is tried without tools, and asked in fences from then on", async () => {
    const { model, chats } = modelThat(({ tools }) => {
      if (tools.length > 0) throw new Error("Bad Request");
      return [text(FENCE)];
    });
    expect(inShort(await answer({ model })).cells).toMatchObject([{ code: "6 * 7\n" }]);
    await answer({ model });
    expect(chats.map(({ tools }) => tools.length)).toEqual([1, 0, 0]);
  });

  it("is tried without pictures first, where there are some", async () => {
    const { model, chats } = modelThat((chat) => {
      if (pictured(chat)) throw new Error("Bad Request");
      return [text("Well.")];
    });
    expect(inShort(await answer({ model }, withPlot)).text).toBe("Well.");
    expect(chats.map(({ tools }) => tools.length)).toEqual([1, 1]);
    await answer({ model }, withPlot);
    expect(chats.map(pictured)).toEqual([true, false, false]);
  });

  it("is not suspected of what it has taken before", async () => {
    let fails = false;
    const { model, chats } = modelThat(() => {
      if (fails) throw new Error("Bad Request");
      return [text("Hi")];
    });
    await answer({ model });
    fails = true;
    await expect(answer({ model })).rejects.toThrow("Bad Request");
    expect(chats).toHaveLength(2);
  });

  it("fails for good when it was not that, and is asked as before the next time", async () => {
    const { model, chats } = modelThat(() => {
      throw new Error("Bad Request");
    });
    await expect(answer({ model })).rejects.toThrow("Bad Request");
    await expect(answer({ model })).rejects.toThrow("Bad Request");
    expect(chats.map(({ tools }) => tools.length)).toEqual([1, 0, 1, 0]);
  });

  it("is not asked twice once it has begun to answer", async () => {
    const model = new ChatModel({
      name: "m",
      objectsPlainly: false,
      objectionIn: () => "tools",
      async *send() {
        yield text("Half an");
        throw new Error("tools");
      },
    });
    await expect(answer({ model })).rejects.toThrow("tools");
  });
});
