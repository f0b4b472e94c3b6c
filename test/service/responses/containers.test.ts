import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, it } from "vitest";
import { cell, say } from "../../fakes/scriptedModel.ts";
import { openLab, refusal, refused } from "../lab.ts";

const MODEL = "gpt-5.6";

it("brings files into a container, has code read them, and gives what the code made", async () => {
  const lab = await openLab({
    answers: [[cell("read()")], [say("See [it](sandbox:/mnt/data/made.csv).")]],
    python: {
      "read()": async (session) => {
        session.print(await readFile(join(session.dataDir, "sales.csv"), "utf8"));
        session.print(await readFile(join(session.dataDir, "rates.csv"), "utf8"));
        session.show("Sales by month");
        await session.write("made.csv", "made");
      },
    },
  });
  const { containers, responses } = lab.openai;
  const uploaded = await lab.upload("sales.csv", "sales\n");
  const container = await containers.create({ name: "sales", file_ids: [uploaded] });
  expect(container).toMatchObject({ name: "sales", status: "running", memory_limit: "1g" });
  const file = new File(["rates\n"], "rates.csv");
  const own = await containers.files.create(container.id, { file });
  expect(own).toMatchObject({ path: "/mnt/data/rates.csv", source: "user", bytes: 6 });

  const response = await responses.create({
    model: MODEL,
    input: "Compare them.",
    tools: [{ type: "code_interpreter", container: container.id }],
    include: ["code_interpreter_call.outputs"],
  });
  const [code, message] = response.output;
  expect(code).toMatchObject({
    status: "completed",
    container_id: container.id,
    code: "read()",
    outputs: [
      { type: "logs", logs: "sales\nrates\n" },
      { type: "image", url: expect.stringMatching(/^data:image\/png;base64,iVBOR/) },
    ],
  });
  const { data } = await containers.files.list(container.id, { order: "asc" });
  expect(data.map(({ path, source }) => `${source} ${path}`)).toEqual([
    "user /mnt/data/sales.csv",
    "user /mnt/data/rates.csv",
    "assistant /mnt/data/sales-by-month.png",
    "assistant /mnt/data/made.csv",
  ]);
  const text = response.output_text;
  expect(message).toMatchObject({
    content: [
      {
        annotations: [
          { file_id: data[2]?.id, filename: "sales-by-month.png", start_index: 0, end_index: 0 },
          {
            file_id: data[3]?.id,
            filename: "made.csv",
            start_index: text.indexOf("sandbox:"),
            end_index: text.indexOf(")"),
          },
        ],
      },
    ],
  });
  const made = await containers.files.content.retrieve(data[3]!.id, { container_id: container.id });
  expect(await made.text()).toBe("made");
});

it("shares variables and files among responses that follow each other", async () => {
  let count = 0;
  const lab = await openLab({
    answers: [[cell("count()")], [say("One.")], [cell("count()")], [say("Two.")]],
    python: { "count()": (session) => session.print(`${++count}\n`) },
  });
  const tools = [{ type: "code_interpreter" as const, container: { type: "auto" as const } }];
  const first = await lab.openai.responses.create({ model: MODEL, input: "Count.", tools });
  const second = await lab.openai.responses.create({
    model: MODEL,
    input: "Again.",
    tools,
    previous_response_id: first.id,
  });
  const containerOf = ({ output }: typeof first) =>
    output[0]?.type === "code_interpreter_call" ? output[0].container_id : "";
  expect(containerOf(second)).toBe(containerOf(first));
  expect(lab.model.requests.at(-1)?.turns.map(({ role }) => role)).toEqual([
    ...["user", "assistant", "cell", "assistant"],
    ...["user", "assistant", "cell"],
  ]);
});

it("refuses what is not there", async () => {
  const lab = await openLab();
  const { containers, responses } = lab.openai;
  expect(await refusal(containers.retrieve("cntr_none"))).toEqual(
    refused(404, "Container with id 'cntr_none' not found."),
  );
  expect(await refusal(responses.retrieve("resp_none"))).toEqual(
    refused(404, "Response with id 'resp_none' not found."),
  );
});
