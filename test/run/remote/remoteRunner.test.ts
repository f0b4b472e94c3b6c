import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { PyodideRuntime } from "../../../src/python/pyodide/pyodideRuntime.ts";
import { SessionPool } from "../../../src/python/sessionPool.ts";
import { beginCell, call, cell, say, ScriptedModel, thinkOn, usage } from "../../fakes/scriptedModel.ts";
import { PNG, runOn } from "../../fakes/fakeSessions.ts";
import { embedded } from "../../python/embedded.ts";
import { localRunner } from "../../service/serve.ts";
import { openTwoServers } from "./twoServers.ts";

it("carries a run out over there: words, code, logs, pictures and files come here and are kept", async () => {
  const { here, there } = await openTwoServers({
    answers: [
      [say("I look", " at it."), cell("plot()")],
      [say("Here: [sums](sandbox:/mnt/data/sums.csv)"), usage(10, 5)],
    ],
    python: {
      "plot()": async (python) => {
        python.print("one\n");
        python.show("Sales");
        python.print("two\n");
        await python.write("sums.csv", "a\n1\n");
      },
    },
  });
  const threadId = await here.question("What is in it?", [await here.upload("sales.csv", "won\n1\n")]);
  const run = await here.run(threadId);
  expect(run).toMatchObject({ status: "completed", usage: { prompt_tokens: 10, completion_tokens: 5 } });
  const [outputs] = await here.cellsOf(run);
  expect(outputs).toMatchObject({
    input: "plot()",
    outputs: [{ logs: "one\n" }, { type: "image" }, { logs: "two\n" }],
  });
  const files = await here.client.files(threadId);
  expect(files.map(({ name, role }) => [name, role])).toEqual([
    ["sales.csv", "input"],
    ["sales.png", "output"],
    ["sums.csv", "output"],
  ]);
  expect(Buffer.from(await here.client.content(files[1]!.id))).toEqual(PNG);
  expect(await readFile(join(here.folder, "threads", threadId, "data", "sums.csv"), "utf8")).toBe("a\n1\n");
  const answers = await here.answersIn(threadId);
  expect(answers.map(({ content }) => content.at(-1))).toMatchObject([
    { text: { value: "I look at it." } },
    { text: { annotations: [{ text: "sandbox:/mnt/data/sums.csv", file_path: { file_id: files[2]!.id } }] } },
  ]);
  // The question went there with its file, under the name that it has.
  expect(there.model.requests[0]?.turns).toMatchObject([
    { role: "user", text: "What is in it?", files: [{ name: "sales.csv", bytes: 6 }] },
  ]);
});
