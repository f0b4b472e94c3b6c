import type { ResponseInput } from "openai/resources/responses/responses";
import { expect, it } from "vitest";
import { PNG, runOn } from "../../fakes/fakeSessions.ts";
import { call, cell, fail, say, usage } from "../../fakes/scriptedModel.ts";
import { type Lab, openLab } from "../lab.ts";
import { faultsOf } from "../schemas.ts";
import { sdkFor } from "../serve.ts";
import { containerOf, isRunning, MODEL, python, withOutputs } from "./tools.ts";

it("gives objects as the published description has them, at every stage of their lives", async () => {
  const lab = await openLab({
    answers: [
      [say("I look."), cell("work()"), usage(3, 4)],
      [say("See [it](sandbox:/mnt/data/a.csv).")],
      [call("rate", "{}")],
      [say("Half a "), fail(new Error("The model is gone."))],
      [cell("loop()")],
    ],
    python: {
      "work()": async (session) => {
        session.print("out\n");
        session.show("Plot");
        await session.write("a.csv", "x");
      },
      "loop()": runOn,
    },
  });
  const { wrong, seen } = await tour(lab);
  expect(wrong).toEqual([]);
  expect([...seen].toSorted()).toEqual([
    ...["ContainerFileListResource", "ContainerFileResource", "ContainerListResource", "ContainerResource"],
    ...["ConversationItem", "ConversationItemList", "ConversationResource"],
    ...["DeletedConversationResource", "Response", "ResponseItemList", "TokenCountsResource"],
  ]);
});

/** Asks for everything there is, and holds each answer to the schema of its kind. */
async function tour(lab: Lab): Promise<{ wrong: string[]; seen: Set<string> }> {
  const wrong: string[] = [];
  const seen = new Set<string>();
  const openai = sdkFor(async (request) => {
    const response = await lab.service.fetch(request);
    const name = schemaOf(request);
    if (name === undefined || !response.ok) return response;
    seen.add(name);
    wrong.push(...faultsOf(name, await response.clone().json()));
    return response;
  });
  const { containers, conversations, responses } = openai;
  const file_data = `data:image/png;base64,${PNG.toString("base64")}`;
  const input: ResponseInput = [
    { role: "system", content: "Be short." },
    { role: "assistant", content: "Ask me." },
    {
      role: "user",
      content: [
        { type: "input_text", text: "?" },
        { type: "input_file", file_data, filename: "a.png" },
        { type: "input_image", image_url: file_data, detail: "low" },
      ],
    },
  ];
  await containers.list();
  const conversation = await conversations.create({ items: input, metadata: { a: "b" } });
  const rate = {
    type: "function" as const,
    name: "rate",
    parameters: {},
    strict: true,
    description: "Rates.",
  };
  const talk = { model: MODEL, conversation: conversation.id, tools: [python, rate] };
  const first = await responses.create({ ...talk, input, include: withOutputs, text: { verbosity: "low" } });
  const container_id = containerOf(first);
  const second = await responses.create({ ...talk, input: "Rate?", user: "u", reasoning: { effort: "low" } });
  const [asked] = second.output;
  const call_id = asked?.type === "function_call" ? asked.call_id : "";
  const answer: ResponseInput = [{ type: "function_call_output", call_id, output: "1" }];
  const third = await responses.create({ ...talk, input: answer });
  for (const { id } of [first, second, third]) {
    await responses.retrieve(id, { include: withOutputs });
    await responses.inputItems.list(id);
  }
  const background = await responses.create({ model: MODEL, input: "?", tools: [python], background: true });
  await isRunning(lab, background.id);
  await responses.retrieve(background.id);
  await responses.cancel(background.id);
  await responses.inputTokens.count({ model: MODEL, input });

  const { data } = await conversations.items.list(conversation.id, { include: withOutputs, limit: 100 });
  for (const { id } of data) await conversations.items.retrieve(id!, { conversation_id: conversation.id });
  await conversations.items.create(conversation.id, { items: [...input, ...answer] });
  await conversations.items.delete(data[0]!.id!, { conversation_id: conversation.id });
  await conversations.update(conversation.id, { metadata: { c: "d" } });
  await conversations.retrieve(conversation.id);
  await conversations.delete(conversation.id);

  await containers.create({ name: "c", memory_limit: "4g" });
  await containers.retrieve(container_id);
  await containers.list();
  await containers.files.create(container_id, { file: new File(["x"], "x.csv") });
  const files = await containers.files.list(container_id);
  for (const { id } of files.data) await containers.files.retrieve(id, { container_id });
  return { wrong, seen };
}

const SCHEMAS: readonly [RegExp, string][] = [
  [/^POST \/responses\/input_tokens$/, "TokenCountsResource"],
  [/^GET \/responses\/\w+\/input_items$/, "ResponseItemList"],
  [/^(POST|GET) \/responses/, "Response"],
  [/^GET \/containers$/, "ContainerListResource"],
  [/^GET \/containers\/\w+\/files$/, "ContainerFileListResource"],
  [/^(POST|GET) \/containers\/\w+\/files/, "ContainerFileResource"],
  [/^(POST|GET) \/containers/, "ContainerResource"],
  [/^DELETE \/conversations\/\w+$/, "DeletedConversationResource"],
  [/^(POST|GET) \/conversations\/\w+\/items$/, "ConversationItemList"],
  [/^GET \/conversations\/\w+\/items\/\w+$/, "ConversationItem"],
  [/conversations/, "ConversationResource"],
];

function schemaOf({ method, url }: Request): string | undefined {
  const path = new URL(url).pathname.replace("/v1", "");
  return SCHEMAS.find(([pattern]) => pattern.test(`${method} ${path}`))?.[1];
}
