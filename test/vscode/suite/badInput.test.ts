import { copyFile, open, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { VsCode } from "../launch.ts";
import type { Workbench } from "../workbench.ts";

let code: VsCode;
let window: Workbench;
beforeAll(async () => {
  code = await VsCode.start();
  await writeFile(join(code.folder, "empty.csv"), "");
  await copyFile("media/icon.png", join(code.folder, "picture.csv"));
  await copyFile("samples/penguins.csv", join(code.folder, "UPPER.CSV"));
  await writeFile(join(code.folder, "gone.csv"), "a,b\n1,2\n");
  await writeFile(join(code.folder, "매출 자료.csv"), "지역;매출\n서울;1,5\n부산;2,5\n대구;4,0\n");
  window = await code.window();
});
afterEach(async ({ task }) => {
  if (task.result?.state === "fail") await code.screenshots(`failed-${task.name}`);
});
afterAll(() => code.stop());

async function analyze(name: string, turn: number): Promise<string> {
  await window.explorerMenu(name, "Analyze with Interpreter");
  expect(await window.turnEnd(turn, 150_000)).toBe("completed");
  return (await window.answer.textContent()) ?? "";
}

it("says that an empty file is empty", async () => {
  expect(await analyze("empty.csv", 1)).toContain("empty.csv is empty (0 bytes)");
  await window.screenshot("bad-empty");
});

it("says that a picture named .csv is a picture", async () => {
  expect(await analyze("picture.csv", 2)).toContain("its first bytes are those of a PNG picture");
  await window.screenshot("bad-picture");
});

it("reads a file with a Hangul name, semicolons and decimal commas, correcting itself", async () => {
  const answer = await analyze("매출 자료.csv", 3);
  expect(answer).toContain("3 rows and 2 columns (지역, 매출)");
  expect(await window.output("매출 자료-clean.csv").textContent()).toContain("매출 자료-clean.csv");
  await window.screenshot("bad-hangul");
});

it("takes a file whose extension is in capitals", async () => {
  expect(await analyze("UPPER.CSV", 4)).toContain("344 rows and 8 columns");
});

it("says that an attached file is not there any more, and keeps the question", async () => {
  await window.openFile("gone.csv");
  await window.showView(/^Interpreter/);
  await window.panel.getByRole("button", { name: "+ current file" }).click();
  await window.panel.getByRole("button", { name: "Remove gone.csv" }).waitFor();
  await rm(join(code.folder, "gone.csv"));
  await window.ask("What is in it?");
  await window.panel.getByRole("alert").filter({ hasText: "gone.csv" }).waitFor();
  await window.screenshot("bad-gone");
  expect(await window.box.inputValue()).toBe("What is in it?");
  expect(await window.turns.count()).toBe(4);
  await window.panel.getByRole("button", { name: "Remove gone.csv" }).click();
  await window.box.fill("");
});

it("reads a CSV of 100 MB in pieces", async () => {
  const file = await open(join(code.folder, "large.csv"), "w");
  await file.write("id,group,value\n");
  const rows = Array.from(
    { length: 50_000 },
    (_, row) => `${row},${"abc"[row % 3]},${(row * 7919) % 1000}.25\n`,
  ).join("");
  let bytes = 0;
  while (bytes < 100 * 1024 * 1024) bytes += (await file.write(rows)).bytesWritten;
  await file.close();
  expect(await analyze("large.csv", 5)).toMatch(/\d{7} rows \(\d+ of them, spread evenly, were looked at\)/);
  await window.screenshot("bad-large");
});

it("works in a window without a folder", async () => {
  const empty = await code.window(null);
  await empty.newThread();
  await empty.panel.getByRole("button", { name: "penguins.csv" }).click();
  expect(await empty.turnEnd(1)).toBe("completed");
  expect(await empty.answer.textContent()).toContain("344 rows");
  await empty.screenshot("no-folder");
});
