import { expect, it, onTestFinished } from "vitest";
import { PyodideRuntime } from "../../src/python/pyodide/pyodideRuntime.ts";
import { SessionPool } from "../../src/python/sessionPool.ts";
import { cell, say } from "../fakes/scriptedModel.ts";
import { embedded } from "../python/embedded.ts";
import { openLab } from "./lab.ts";

const CODE = `
import pandas as pd, matplotlib.pyplot as plt
sales = pd.read_csv("/mnt/data/매출 자료.csv")
sales.plot(x="month", y="won", title="Sales by month")
plt.show()
print("sum", sales["won"].sum())
sales.describe().to_csv("/mnt/data/요약.csv")
`;

it("reads the file, corrects itself, and makes a plot and a table in real Python", async () => {
  const sessions = new SessionPool({ runtime: new PyodideRuntime(embedded), maxSessions: 1 });
  onTestFinished(() => sessions.dispose());
  const lab = await openLab({
    sessions,
    answers: [[cell("sales = 1 / 0")], [cell(CODE)], [say("See [the summary](sandbox:/mnt/data/요약.csv).")]],
  });
  const fileId = await lab.upload("매출 자료.csv", "month,won\n1,10\n2,32\n");
  const run = await lab.run(await lab.question("Sales?", [fileId]));

  expect(run).toMatchObject({ status: "completed", last_error: null });
  const [wrong, right] = await lab.cellsOf(run);
  expect(wrong?.outputs).toMatchObject([{ type: "logs", logs: expect.stringMatching(/ZeroDivisionError/) }]);
  const types = right?.outputs.map((output) => (output.type === "logs" ? output.logs : output.type));
  expect(types).toEqual(["image", "sum 42\n"]);

  const [answer] = await lab.answersIn(run.thread_id);
  const [picture, text] = answer?.content ?? [];
  if (picture?.type !== "image_file" || text?.type !== "text") throw new Error("not a picture and words");
  const png = await (await lab.openai.files.content(picture.image_file.file_id)).arrayBuffer();
  expect(Buffer.from(png).subarray(1, 4).toString()).toBe("PNG");
  const [annotation] = text.text.annotations;
  const csvId = annotation?.type === "file_path" ? annotation.file_path.file_id : "";
  expect(await (await lab.openai.files.content(csvId)).text()).toMatch(/^,month,won\ncount,2.0,2.0\n/);
  const names = (await lab.client.files(run.thread_id)).map(({ name, role }) => `${role} ${name}`);
  expect(names).toEqual(["input 매출 자료.csv", "output sales-by-month.png", "output 요약.csv"]);
});
