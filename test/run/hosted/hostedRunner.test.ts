import { describe, expect, it } from "vitest";
import { run, say } from "../../faults/scriptedResponse.ts";
import { PNG } from "../../fakes/fakeSessions.ts";
import { notesIn, openHostedLab, those } from "./hostedLab.ts";

describe("a question that a provider answers", () => {
  it("shows code, logs, pictures, files and words in order, and keeps what was made", async () => {
    const code = run("plot()", { logs: "2 rows\n", images: [PNG], files: { "out/summary.csv": "a,b\n" } });
    const { lab, provider, ask } = await openHostedLab({
      answers: [[say("Let me ", "look."), code, say("See [it](sandbox:/mnt/data/out/summary.csv).")]],
    });
    const fileId = await lab.upload("sales.csv", "month,won\n");
    const { run: ended, changes, threadId } = await ask("Plot it", { files: [fileId] });
    expect(ended).toMatchObject({
      status: "completed",
      usage: { prompt_tokens: 100, completion_tokens: 20 },
    });
    expect(changes.map(({ type }) => type)).toEqual([
      ...["run.created", "run.started", "session.opened", "text.started", "text.delta", "text.done"],
      ...["cell.started", "cell.code", "cell.running", "cell.output", "cell.output", "cell.done"],
      ...["text.started", "text.delta", "text.done", "run.ended"],
    ]);
    expect(those(changes, "run.started")).toMatchObject([
      { model: "gpt-5", sent: { to: "provider.example", instructions: expect.stringContaining("Python") } },
    ]);
    expect(those(changes, "session.opened")).toMatchObject([
      {
        runtime: "Container of provider.example, 1 GB",
        isolation: ["the provider's container"],
        renewed: false,
      },
    ]);
    expect(notesIn(changes)).toEqual([]);
    expect([...provider.container.files.values()].map(({ path }) => path)).toEqual([
      "/mnt/data/sales.csv",
      "/mnt/data/out/summary.csv",
    ]);
    const [cell] = await lab.cellsOf(ended);
    expect(cell).toMatchObject({ input: "plot()", outputs: [{ logs: "2 rows\n" }, { type: "image" }] });
    const answers = await lab.answersIn(threadId);
    expect(answers[0]?.content).toMatchObject([{ text: { value: "Let me look." } }]);
    expect(answers[1]?.content).toMatchObject([
      { type: "image_file" },
      { text: { annotations: [{ type: "file_path", text: "sandbox:/mnt/data/out/summary.csv" }] } },
    ]);
    const files = await lab.client.files(threadId);
    expect(files.map(({ name, role }) => `${role} ${name}`)).toEqual([
      "input sales.csv",
      "output out/summary.csv",
      "output figure.png",
    ]);
  });
});
