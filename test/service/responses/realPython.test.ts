import { expect, it, onTestFinished } from "vitest";
import { PyodideRuntime } from "../../../src/python/pyodide/pyodideRuntime.ts";
import { SessionPool } from "../../../src/python/sessionPool.ts";
import { cell, say } from "../../fakes/scriptedModel.ts";
import { embedded } from "../../python/embedded.ts";
import { openLab } from "../lab.ts";
import { ask, containerOf, withOutputs } from "./tools.ts";

const CODE = `
import pandas as pd, matplotlib.pyplot as plt
sales = pd.read_csv("/mnt/data/매출 자료.csv")
sales.plot(x="month", y="won", title="Sales by month")
plt.show()
print("sum", sales["won"].sum())
`;
const FOLLOWING = `
sales.describe().to_csv("/mnt/data/요약.csv")
print(len(sales), open("/mnt/data/rates.csv").read())
`;

it("reads the file, corrects itself, plots, and finds variables and files again in the next response", async () => {
  const sessions = new SessionPool({ runtime: new PyodideRuntime(embedded), maxSessions: 1 });
  onTestFinished(() => sessions.dispose());
  const lab = await openLab({
    sessions,
    answers: [
      ...[[cell("sales = 1 / 0")], [cell(CODE)], [say("42.")]],
      ...[[cell(FOLLOWING)], [say("See [the summary](sandbox:/mnt/data/요약.csv).")]],
    ],
  });
  const file_id = await lab.upload("매출 자료.csv", "month,won\n1,10\n2,32\n");
  const content = [
    { type: "input_text" as const, text: "Sales?" },
    { type: "input_file" as const, file_id },
  ];
  const first = await ask(lab, [{ role: "user", content }], { include: withOutputs });
  expect(first.output).toMatchObject([
    { outputs: [{ logs: expect.stringMatching(/ZeroDivisionError/) }] },
    {
      outputs: [
        { type: "image", url: expect.stringMatching(/^data:image\/png;base64,iVBOR/) },
        { logs: "sum 42\n" },
      ],
    },
    { content: [{ annotations: [{ filename: "sales-by-month.png" }] }] },
  ]);
  const container = containerOf(first);
  const file = new File(["1.1"], "rates.csv");
  await lab.openai.containers.files.create(container, { file });
  const second = await ask(lab, "Sum it up.", { previous_response_id: first.id, include: withOutputs });
  expect(second.output).toMatchObject([
    { container_id: container, outputs: [{ logs: "2 1.1\n" }] },
    { content: [{ annotations: [{ filename: "요약.csv", start_index: 18 }] }] },
  ]);
  const files = await lab.openai.containers.files.list(container, { order: "asc" });
  expect(files.data.map(({ path }) => path)).toEqual([
    "/mnt/data/매출 자료.csv",
    "/mnt/data/sales-by-month.png",
    "/mnt/data/rates.csv",
    "/mnt/data/요약.csv",
  ]);
});
