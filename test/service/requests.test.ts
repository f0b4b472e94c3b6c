import { describe, expect, it } from "vitest";
import { say, thinkOn } from "../fakes/scriptedModel.ts";
import { type Lab, openLab } from "./lab.ts";
import { BETA } from "./serve.ts";

const JSON_TYPE = { "content-type": "application/json", ...BETA };

// What SDKs of the API really send, see protocol.md.
describe("accepts", () => {
  it("the JSON type without a body", async () => {
    const lab = await openLab({ answers: [[thinkOn]] });
    expect((await send(lab, "POST", "/threads", { headers: JSON_TYPE })).status).toBe(200);
    const { id, thread_id } = await lab.start();
    const path = `/threads/${thread_id}/runs/${id}/cancel`;
    expect((await send(lab, "POST", path, { headers: JSON_TYPE })).status).toBe(200);
    const file = await lab.upload("a.csv", "x");
    expect((await send(lab, "DELETE", `/files/${file}`, { headers: JSON_TYPE })).status).toBe(200);
  });

  it.each([
    ["the file before its purpose", (file: string, purpose: string) => file + purpose],
    ["the purpose before its file", (file: string, purpose: string) => purpose + file],
  ])("a form with %s, and with fields that are not known", async (_order, join) => {
    const lab = await openLab();
    const part = (header: string, content: string) =>
      `--edge\r\nContent-Disposition: form-data; ${header}\r\n\r\n${content}\r\n`;
    const file = part(
      'name="file"; filename="매출 자료.csv"\r\nContent-Type: application/octet-stream',
      "a,b",
    );
    const purpose = part('name="purpose"', "assistants") + part('name="colour"', "blue");
    const response = await send(lab, "POST", "/files", {
      headers: { "content-type": "multipart/form-data; boundary=edge" },
      body: `${join(file, purpose)}--edge--\r\n`,
    });
    expect(await response.json()).toMatchObject({
      filename: "매출 자료.csv",
      bytes: 3,
      purpose: "assistants",
    });
  });

  it("words as one text or in parts", async () => {
    const lab = await openLab();
    const content = [
      { type: "text" as const, text: "One" },
      { type: "text" as const, text: "Two" },
    ];
    const thread = await lab.threads.create({ messages: [{ role: "user", content }] });
    const { data } = await lab.threads.messages.list(thread.id);
    expect(data[0]?.content).toEqual([
      { type: "text", text: { value: "One", annotations: [] } },
      { type: "text", text: { value: "Two", annotations: [] } },
    ]);
    const [added] = await lab
      .eventsUntil(thread.id, ({ type }) => type === "message.added")
      .then((all) => all.slice(-1));
    expect(added?.change).toMatchObject({ message: { text: "One\nTwo" } });
  });

  it("what an assistant is to have said before", async () => {
    const lab = await openLab({ answers: [[say("Yes.")]] });
    const { id } = await lab.threads.create({
      messages: [
        { role: "user", content: "Hello" },
        { role: "assistant", content: "Hello yourself" },
        { role: "user", content: "Are you there?" },
      ],
    });
    await lab.run(id);
    expect(lab.model.requests[0]?.turns.map(({ role }) => role)).toEqual(["user", "assistant", "user"]);
  });

  it("any name of a model, and gives it back", async () => {
    const lab = await openLab({ answers: [[say("Yes.")]] });
    const { id } = await lab.openai.beta.assistants.create({ model: "my-azure-deployment" });
    const run = await lab.threads.runs.create(await lab.question(), { assistant_id: id });
    expect(run.model).toBe("my-azure-deployment");
    await lab.ended(run);
  });

  it("a question about steps with fields to include", async () => {
    const lab = await openLab({ answers: [[say("Yes.")]] });
    const { id, thread_id } = await lab.run();
    const steps = await lab.threads.runs.steps.list(id, {
      thread_id,
      include: ["step_details.tool_calls[*].file_search.results[*].content"],
    });
    expect(steps.data).toHaveLength(1);
  });
});

function send(lab: Lab, method: string, path: string, init: RequestInit): Promise<Response> {
  return lab.service.fetch(new Request(`http://interpreter.local/v1${path}`, { method, ...init }));
}
