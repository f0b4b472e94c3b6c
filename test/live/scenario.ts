import type OpenAI from "openai";
import { expect } from "vitest";

const TOOLS = [{ type: "code_interpreter" as const }];

/** CSV, question, plot, follow-up, file saved: as code of the Assistants API does it. Gives what was saved. */
export async function scenario({ beta, files }: OpenAI): Promise<{ threadId: string; saved: string }> {
  const csv = new File(["month,won\n1,10\n2,32\n"], "sales.csv");
  const { id: fileId } = await files.create({ file: csv, purpose: "assistants" });
  const { id: assistant_id } = await beta.assistants.create({ model: "gpt-4-1106-preview", tools: TOOLS });
  const content = "Plot won by month with matplotlib and plt.show(), and print the sum of won.";
  const attachments = [{ file_id: fileId, tools: TOOLS }];
  const { id: threadId } = await beta.threads.create({ messages: [{ role: "user", content, attachments }] });
  const run = () => beta.threads.runs.createAndPoll(threadId, { assistant_id }, { pollIntervalMs: 100 });
  const first = await run();
  expect(first).toMatchObject({ status: "completed", last_error: null });

  const steps = await beta.threads.runs.steps.list(first.id, { thread_id: threadId, order: "asc" });
  const outputs = steps.data.flatMap(({ step_details: details }) =>
    details.type !== "tool_calls"
      ? []
      : details.tool_calls.flatMap((made) =>
          made.type === "code_interpreter" ? made.code_interpreter.outputs : [],
        ),
  );
  expect(JSON.stringify(outputs)).toContain("42");
  const pictures = outputs.flatMap((output) => (output.type === "image" ? [output.image.file_id] : []));
  const picture = await (await files.content(pictures[0] ?? "no picture")).arrayBuffer();
  expect(Buffer.from(picture).subarray(1, 4).toString()).toBe("PNG");

  const next = "Save sales.describe() to /mnt/data/summary.csv with to_csv, and link to the file.";
  await beta.threads.messages.create(threadId, { role: "user", content: next });
  expect(await run()).toMatchObject({ status: "completed", last_error: null });
  const { data } = await beta.threads.messages.list(threadId);
  const text = data[0]?.content.find(({ type }) => type === "text");
  const annotations = text?.type === "text" ? text.text.annotations : [];
  const linked = annotations.flatMap((one) => (one.type === "file_path" ? [one.file_path.file_id] : []));
  const saved = await (await files.content(linked[0] ?? "no link")).text();
  expect(saved).toMatch(/^,month,won\ncount,2\.0,2\.0\n/);
  return { threadId, saved };
}
