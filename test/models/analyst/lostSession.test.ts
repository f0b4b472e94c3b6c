import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Output } from "../../../src/domain/output.ts";
import { Analyst } from "../../../src/models/analyst/analyst.ts";
import type { CellOutput } from "../../../src/python/session.ts";
import type { Turn } from "../../../src/run/model.ts";
import { type Lab, openLab } from "../../python/embedded.ts";
import { cities } from "../tables.ts";

let lab: Lab;
beforeAll(async () => (lab = await openLab()));
afterAll(() => lab.close());

// What is left of the variables when a session has ended and another took its place.
const FORGET = `for _name in [name for name in globals() if name[0] != "_" and name != "display"]:
    del globals()[_name]`;

const QUESTION: Turn = {
  role: "user",
  text: "average price by city",
  files: [{ id: "file", name: "t.csv", bytes: 100, mime: "text/csv" }],
};

/** Plays a question to its end with at most so many cells; the session is lost before the given one. */
async function play(lostBefore: number, maxCells: number): Promise<{ answer: string; cells: Turn[] }> {
  await writeFile(join(lab.dataDir, "t.csv"), cities());
  const cells: Turn[] = [];
  for (;;) {
    const { code, text } = await nextStep([QUESTION, ...cells], cells.length < maxCells);
    if (code === null) return { answer: text, cells };
    if (cells.length + 1 === lostBefore) await lab.run(FORGET);
    const { end, outputs } = await lab.run(code);
    cells.push({ role: "cell", id: "cell", failed: end !== "ok", outputs: outputs.flatMap(outputOf) });
  }
}

async function nextStep(turns: Turn[], mayRunCode: boolean): Promise<{ code: string | null; text: string }> {
  let code: string | null = null;
  let text = "";
  const request = { instructions: "", turns, mayRunCode };
  for await (const event of new Analyst().respond(request, new AbortController().signal)) {
    if (event.type === "cell.done") code = event.code;
    if (event.type === "text") text += event.delta;
  }
  return { code, text };
}

const outputOf = (output: CellOutput): Output[] =>
  output.kind === "display" ? [{ kind: "display", data: { ...output.data } }] : [output];

describe("when the session ends between two cells the table is read again:", () => {
  it.each([2, 3, 4, 5, 6, 7, 8])("before cell %i", async (lostBefore) => {
    const whole = await play(0, 99);
    const { answer, cells } = await play(lostBefore, 99);
    expect(cells.filter((cell) => cell.role === "cell" && cell.failed)).toHaveLength(1);
    expect(cells).toHaveLength(whole.cells.length + 2);
    expect(answer).toBe(whole.answer);
  });
});

it("when the limit of cells is reached, what was found so far is the answer", async () => {
  const { answer, cells } = await play(0, 4);
  expect(cells).toHaveLength(4);
  expect(answer).toContain("The mean of price by city runs from");
  expect(answer).toContain(
    "A cleaned copy was not written: `The limit of cells for one question is reached.`",
  );
  expect(answer).not.toContain("sandbox:");
});
