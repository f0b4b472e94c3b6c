import { execFileSync } from "node:child_process";
import { copyFile, mkdir, rm, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from "vitest";
import { VsCode } from "../launch.ts";
import type { Workbench } from "../workbench.ts";

const ANALYZE = "Analyze with Interpreter";
const NOTEBOOK = {
  cells: [
    { cell_type: "markdown", metadata: {}, source: ["# Numbers\n"] },
    { cell_type: "code", execution_count: null, metadata: {}, outputs: [], source: ["cell_value = 7\n"] },
  ],
  metadata: { language_info: { name: "python" } },
  nbformat: 4,
  nbformat_minor: 5,
};

let code: VsCode;
let window: Workbench;
beforeAll(async () => {
  code = await VsCode.start();
  const put = (name: string, content: string): Promise<void> => writeFile(join(code.folder, name), content);
  for (const folder of ["2023", "2024"]) await mkdir(join(code.folder, folder));
  await put("2023/sales.csv", "month,won\n1,20\n2,22\n");
  await put("2024/sales.csv", "month,won\n1,30\n2,33\n3,36\n");
  await put("few.csv", "month,won\n1,20\n");
  await put("side.csv", "month,won\n1,20\n");
  await put("UPPER.CSV", "month,won\n1,20\n2,22\n3,24\n");
  await put("going.csv", "month,won\n1,20\n");
  await put("keep.py", "def work():\n    kept = 20\n    print('kept', kept)\n");
  await put("after.py", "print('now', kept + 1)\nprint('end')\n");
  await put("notes.md", "# Notes\r\n\r\nFirst line.\r\nSecond line.\r\n");
  await put("numbers.ipynb", JSON.stringify(NOTEBOOK));
  await symlink(join(code.folder, "nowhere.csv"), join(code.folder, "broken.csv"));
  if (process.platform !== "win32") execFileSync("mkfifo", [join(code.folder, "pipe.csv")]);
  await copyFile("media/icon.png", join(code.folder, "icon.png"));
  window = await code.window();
});
beforeEach(() => window.newThread());
afterEach(async ({ task }) => {
  if (task.result?.state === "fail") await code.screenshots(`failed-${task.name}`);
});
afterAll(() => code.stop());

const question = async (): Promise<string> => (await window.lastTurn.locator(".question").innerText()).trim();

/** The palette's command on what is active, and how the run on it ended. */
async function analyzeActive(): Promise<string> {
  await window.command(`Interpreter: ${ANALYZE}`);
  return window.turnEnd(1);
}

/** Puts the cursor at the start of the open text editor. */
async function toTop(): Promise<void> {
  await window.page.locator(".editor-instance .view-line").first().click();
  await window.page.keyboard.press("ControlOrMeta+Home");
}

it("sends what the editor holds, not what was saved", async () => {
  await window.openFile("few.csv");
  await window.page.keyboard.press("ControlOrMeta+End");
  await window.page.keyboard.type("2,40\n3,60\n");
  expect(await analyzeActive()).toBe("completed");
  expect(await question()).toContain("Analyze few.csv.");
  expect(await window.answer.textContent()).toContain("3 rows and 2 columns");
  await window.command("File: Revert File");
});

it("sends the changed side of a comparison", async () => {
  await window.openFile("side.csv");
  await window.page.keyboard.press("ControlOrMeta+End");
  await window.page.keyboard.type("2,40\n");
  await window.command("File: Compare Active File with Saved");
  await window.page.locator(".tab.active", { hasText: "↔" }).waitFor();
  expect(await analyzeActive()).toBe("completed");
  expect(await question()).toContain("Analyze side.csv.");
  expect(await window.answer.textContent()).toContain("2 rows and 2 columns");
  await window.command("View: Close Editor");
});

it("sends a document that has no file yet", async () => {
  await window.command("File: New Untitled Text File");
  await window.page.locator(".tab.active", { hasText: "Untitled-1" }).waitFor();
  await window.page.keyboard.type("Rain and rain and rain.\n");
  expect(await analyzeActive()).toBe("completed");
  expect(await question()).toContain("Analyze Untitled-1.txt.");
  expect(await window.answer.textContent()).toContain("rain");
  await window.screenshot("sources-untitled");
});

it("sends several files, those of one name under different ones, and leaves folders out in one message", async () => {
  await window.showExplorer();
  for (const folder of ["2023", "2024"]) {
    const row = window.file(folder);
    if ((await row.getAttribute("aria-expanded")) === "false") await row.click();
  }
  const sales = window.file("sales.csv");
  await sales.nth(1).waitFor();
  await sales.nth(0).click();
  const also = { modifiers: ["ControlOrMeta" as const] };
  for (const row of [sales.nth(1), window.file("2024"), window.file("few.csv")]) await row.click(also);
  await window.explorerMenu("few.csv", ANALYZE);
  expect(await window.turnEnd(1)).toBe("completed");
  await window.said("1 of 4 were left out. 2024 is a folder.");
  expect(await question()).toContain("Analyze 2023-sales.csv, 2024-sales.csv, few.csv.");
  await window.screenshot("sources-several");
});

it("takes upper-case extensions", async () => {
  await window.explorerMenu("UPPER.CSV", ANALYZE);
  expect(await window.turnEnd(1)).toBe("completed");
  expect(await window.answer.textContent()).toContain("3 rows and 2 columns");
});

it("sends a file that code made, out of its virtual folder", async () => {
  await window.run("open('/mnt/data/made.csv', 'w').write('month,won\\n1,20\\n2,22\\n')");
  expect(await window.turnEnd(1)).toBe("completed");
  await window.outputMenu("made.csv", ANALYZE);
  expect(await window.turnEnd(2)).toBe("completed");
  expect(await question()).toContain("Analyze made.csv.");
  expect(await window.answer.textContent()).toContain("2 rows and 2 columns");
});

it("sends the picture that a preview shows", async () => {
  await window.showExplorer();
  await window.file("icon.png").dblclick();
  await window.page.locator(".tab.active", { hasText: "icon.png" }).waitFor();
  expect(await analyzeActive()).toBe("completed");
  expect(await question()).toContain("Analyze icon.png.");
  expect(await window.answer.textContent()).toMatch(/128\s*[×x]\s*128/);
});

it("sends a notebook as its editor holds it", async () => {
  await window.showExplorer();
  await window.file("numbers.ipynb").dblclick();
  const cell = window.page.locator(".notebook-editor .code-cell-row .view-line").first();
  await cell.click();
  await window.page.keyboard.press("ControlOrMeta+End");
  await window.page.keyboard.type("not_saved = 8");
  expect(await analyzeActive()).toBe("completed");
  expect(await question()).toContain("Analyze numbers.ipynb.");
  await window.run("print(open('/mnt/data/numbers.ipynb').read().count('not_saved = 8'), 'times')");
  expect(await window.turnEnd(2)).toBe("completed");
  expect(await window.printed("times").textContent()).toBe("1 times\n");
});

it("runs the Python that is selected in a notebook's cell", async () => {
  await window.showExplorer();
  await window.file("numbers.ipynb").dblclick();
  await window.page.locator(".notebook-editor .code-cell-row .view-line").first().click();
  await window.page.keyboard.press("ControlOrMeta+a");
  await window.command("Interpreter: Run Selection in Interpreter");
  expect(await window.turnEnd(1)).toBe("completed");
  expect(await question()).toContain("cell_value = 7\nnot_saved = 8");
  await window.command("View: Revert and Close Editor");
});

it("runs a selected body of a function, then several selections, with variables kept", async () => {
  await window.openFile("keep.py");
  await toTop();
  for (const key of ["ArrowDown", "Home", "Shift+ArrowDown", "Shift+End"])
    await window.page.keyboard.press(key);
  await window.command("Interpreter: Run Selection in Interpreter");
  expect(await window.turnEnd(1)).toBe("completed");
  expect(await window.printed("kept").textContent()).toBe("kept 20\n");
  await window.openFile("after.py");
  await toTop();
  await window.page
    .locator(".editor-instance .view-line")
    .nth(1)
    .click({ modifiers: ["Alt"] });
  for (const key of ["End", "Shift+Home"]) await window.page.keyboard.press(key);
  await window.command("Interpreter: Run Selection in Interpreter");
  expect(await window.turnEnd(2)).toBe("completed");
  expect(await window.printed("now").textContent()).toBe("now 21\nend\n");
  await window.screenshot("sources-run-selection");
});

it("names the place and the language of a selection", async () => {
  await window.openFile("notes.md");
  await toTop();
  for (const key of ["ArrowDown", "ArrowDown", "Shift+ArrowDown", "Shift+End"])
    await window.page.keyboard.press(key);
  await window.page.keyboard.press("ControlOrMeta+k");
  await window.page.keyboard.press("a");
  expect(await window.turnEnd(1)).toBe("completed");
  expect(await question()).toContain("Analyze lines 3–4 of notes.md (markdown).");
  await window.output("notes-3-4.md").waitFor();
});

it.each([
  ["broken.csv", "broken.csv is a link to something that is not there."],
  ["pipe.csv", "pipe.csv is no file: it is a device, a pipe or a socket."],
])("says what keeps %s from being sent", async (name, message) => {
  await window.explorerMenu(name, ANALYZE);
  await window.said(message);
  expect(await window.turns.count()).toBe(0);
});

it("says that a file was deleted", async () => {
  await window.openFile("going.csv");
  await rm(join(code.folder, "going.csv"));
  await window.command(`Interpreter: ${ANALYZE}`);
  await window.said("going.csv cannot be read: it is not there any more.");
  expect(await window.turns.count()).toBe(0);
  await window.screenshot("sources-deleted");
});
