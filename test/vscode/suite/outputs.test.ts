import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { VsCode } from "../launch.ts";
import { until } from "../until.ts";
import type { Workbench } from "../workbench.ts";

const GIVEN = "day,visits\nMon,1\nTue,2\n";
const WORK = `
import os, pathlib
import matplotlib.pyplot as plt
data = pathlib.Path("/mnt/data")
(data / "visits.csv").write_text("day,visits\\nMon,1\\nTue,20\\n")
(data / "summary.csv").write_text("total\\n21\\n")
(data / "notes 100% #1?.txt").write_text("odd name")
os.makedirs(data / "more/deep", exist_ok=True)
(data / "more/deep/매출.txt").write_text("nested")
plt.plot([1, 2]); plt.savefig(data / "plot.png")
print("worked")`;

let code: VsCode;
let window: Workbench;
beforeAll(async () => {
  code = await VsCode.start();
  await writeFile(join(code.folder, "visits.csv"), GIVEN);
  await writeFile(join(code.folder, "untouched.csv"), "a\n1\n");
  window = await code.window();
  // The view is the smaller part of its side bar, and shows only the rows that fit.
  await window.page.setViewportSize({ width: 1400, height: 1800 });
  await window.newThread();
});
afterEach(async ({ task }) => {
  if (task.result?.state === "fail") await code.screenshots(`failed-${task.name}`);
});
afterAll(() => code.stop());

const rows = (): Promise<(string | null)[]> =>
  window.outputs
    .getByRole("treeitem")
    .evaluateAll((items) => items.map((item) => item.getAttribute("aria-label")));

it("shows a thread's files, what code made first, told apart for eye and ear", async () => {
  await window.explorerMenu("untouched.csv", "Analyze with Interpreter");
  expect(await window.turnEnd(1)).toBe("completed");
  await window.explorerMenu("visits.csv", "Analyze with Interpreter");
  expect(await window.turnEnd(2)).toBe("completed");
  await window.run(WORK);
  expect(await window.turnEnd(3)).toBe("completed");
  await expect.poll(rows).toContain("visits.csv, input, changed by code, 24 B");
  expect((await rows()).slice(-3)).toEqual([
    "summary.csv, output, 9 B",
    "visits.csv, input, changed by code, 24 B",
    "untouched.csv, input, 4 B",
  ]);
  await window.screenshot("outputs-tree");
});

it("opens a CSV as text, which changes when code changes the file", async () => {
  await window.output("summary.csv").click();
  await window.page.locator(".tab.active", { hasText: "summary.csv" }).waitFor();
  const text = window.page.locator(".editor-instance .view-lines").first();
  await expect.poll(() => text.innerText()).toContain("21");
  await window.run(`open("/mnt/data/summary.csv", "w").write("total\\n99\\n")`);
  expect(await window.turnEnd(4)).toBe("completed");
  await expect.poll(() => text.innerText()).toContain("99");
  await window.page.locator(".editor-instance .view-line").first().click();
  await window.page.keyboard.type("x");
  await window.page.getByText("Files of a thread cannot be edited here").first().waitFor();
  await window.screenshot("outputs-text");
});

it("saves a file where the person says, first beside the open folder", async () => {
  await window.outputAction("plot.png", "Save As…");
  await expect.poll(() => window.quickInput.inputValue()).toBe(join(code.folder, "plot.png"));
  await window.screenshot("outputs-save-as");
  await window.quickInput.fill(join(code.folder, "saved.png"));
  await window.quickInput.press("Enter");
  await window.said("saved.png was saved.");
  expect((await readFile(join(code.folder, "saved.png"))).subarray(1, 4).toString()).toBe("PNG");
});

it("saves all that code made or changed; what is there is asked about once", async () => {
  const folder = join(code.folder, "kept");
  await mkdir(join(folder, "more"), { recursive: true });
  await writeFile(join(folder, "summary.csv"), "mine");
  await window.outputAction("Analyze untouched.csv.", "Save All Outputs…");
  // It takes the first letters for those of the folder that it begins with, until it shows that one.
  await expect.poll(() => window.quickInput.inputValue()).toBe(`${code.folder}/`);
  await window.quickInput.fill(`${folder}/`);
  await window.quickPick.filter({ hasText: "more" }).waitFor();
  await window.page.getByRole("button", { name: "Save Here" }).click();
  await window.dialog.waitFor();
  await window.screenshot("outputs-save-all");
  expect(await window.dialog.textContent()).toContain("summary.csv is in that folder already.");
  await window.dialog.getByRole("button", { name: "Keep Both" }).click();
  await window.said("11 files were saved to kept.");
  expect((await readdir(folder)).sort()).toEqual([
    "distribution-of-visits.png",
    "figure.png",
    "more",
    "notes 100% #1?.txt",
    "plot.png",
    "summary-2.csv",
    "summary.csv",
    "untouched-clean.csv",
    "untouched-summary.xlsx",
    "visits-clean.csv",
    "visits-summary.xlsx",
    "visits.csv",
  ]);
  expect(await readFile(join(folder, "summary.csv"), "utf8")).toBe("mine");
  expect(await readFile(join(folder, "summary-2.csv"), "utf8")).toBe("total\n99\n");
  expect(await readFile(join(folder, "more/deep/매출.txt"), "utf8")).toBe("nested");
});

it("shows what code changed in a file that was given", async () => {
  await window.outputAction("visits.csv", "Compare with Original");
  await window.page.locator(".tab.active", { hasText: "visits.csv (given ↔ changed by code)" }).waitFor();
  const sides = window.page.locator(".monaco-diff-editor .view-lines");
  await expect.poll(async () => (await sides.allInnerTexts()).join("|")).toMatch(/Tue,2\s*\|.*Tue,20/s);
  await window.screenshot("outputs-compare");
  await window.output("summary.csv").click();
  await window.command("Interpreter: Compare with Original");
  await window.said("summary.csv was made by code: there is no original to compare it with.");
});

it("opens a file that is dragged to the editor", async () => {
  const editor = window.page.locator(".editor-group-container").first();
  await window.output("notes 100% #1?.txt").hover();
  await window.page.mouse.down();
  await editor.hover();
  await editor.hover({ position: { x: 300, y: 300 } });
  await window.page.locator(".editor-group-overlay-indicator").first().waitFor();
  await window.screenshot("outputs-drag");
  await window.page.mouse.up();
  await window.page.locator(".tab.active", { hasText: "notes 100% #1?.txt" }).waitFor();
  const text = window.page.locator(".editor-instance .view-lines").first();
  await expect.poll(() => text.innerText()).toContain("odd");
});

it("keeps up with a thread that works behind another one, and finds the open file's row", async () => {
  await window.output("summary.csv").dblclick();
  await window.run(`import time; time.sleep(2); open("/mnt/data/summary.csv", "w").write("total\\n7\\n")`);
  await window.newThread();
  await window.run(`open("/mnt/data/other.txt", "w").write("other")`);
  const text = window.page.locator(".editor-instance .view-lines").first();
  await expect.poll(() => text.innerText(), { timeout: 20_000 }).toContain("7");
  expect(await window.turnEnd(1)).toBe("completed");
  await expect.poll(rows).toContain("other.txt, output, 5 B");
  expect((await rows())[0]).toContain("Run this, open thread");
  await window.screenshot("outputs-two-threads");
  await window.command("Interpreter: Reveal in Outputs");
  await window.outputs.locator(".monaco-list-row.selected", { hasText: "summary.csv" }).waitFor();
  expect(await rows()).toContain("other.txt, output, 5 B");
  await window.screenshot("outputs-reveal");
});

it("asks before VS Code restarts its extensions for a thread's folder in the workspace", async () => {
  await window.command("Interpreter: Add Outputs to Workspace");
  await window.dialog.waitFor();
  expect(await window.dialog.textContent()).toContain("VS Code restarts its extensions for that.");
  await window.screenshot("outputs-add-asked");
  await window.dialog.getByRole("button", { name: "Cancel" }).click();
  await window.dialog.waitFor({ state: "hidden" });
  expect(await window.turnEnd(1)).toBe("completed");
});

it("adds a thread's folder behind the others of a workspace, whose extensions go on", async () => {
  const path = join(code.folder, "several.code-workspace");
  await writeFile(path, JSON.stringify({ folders: [{ path: "." }, { path: "kept" }] }));
  const folders = await window.openWorkspace(path, 2);
  await window.newThread();
  await window.run(`kept = 41; open("/mnt/data/other.txt", "w").write("other")`);
  expect(await window.turnEnd(1)).toBe("completed");
  await window.command("Interpreter: Add Outputs to Workspace");
  await window.showExplorer();
  await until(async () => (await folders.count()) === 3);
  expect((await folders.allInnerTexts()).map((text) => text.trim())).toEqual([
    "samples",
    "kept",
    "Outputs: Run this",
  ]);
  if ((await folders.nth(2).getAttribute("aria-expanded")) !== "true") await folders.nth(2).click();
  await window.file("other.txt").waitFor();
  await window.showView(/^Interpreter/);
  await window.run(`print(kept + 1); open("/mnt/data/later.txt", "w").write("later")`);
  expect(await window.turnEnd(2)).toBe("completed");
  expect(await window.printed("42").textContent()).toBe("42\n");
  await window.showExplorer();
  await window.file("later.txt").waitFor();
  await window.screenshot("outputs-added");
});

it("follows what another window does to a thread, up to its deletion", async () => {
  await window.newThread();
  await window.run(`open("/mnt/data/shared.txt", "w").write("one")`);
  expect(await window.turnEnd(1)).toBe("completed");
  await window.output("shared.txt").dblclick();
  const text = window.page.locator(".editor-instance .view-lines").first();
  await expect.poll(() => text.innerText()).toContain("one");
  await window.newThread();
  const other = await code.window();
  await other.openThread(0);
  expect(await other.turnEnd(1)).toBe("completed");
  await other.run(
    `open("/mnt/data/shared.txt", "w").write("two"); open("/mnt/data/more.txt", "w").write("more")`,
  );
  expect(await other.turnEnd(2)).toBe("completed");
  await expect.poll(() => text.innerText()).toContain("two");
  await expect.poll(rows).toContain("more.txt, output, 4 B");
  await other.panel.getByRole("button", { name: "History", exact: true }).click();
  await other.panel.getByRole("button", { name: "Delete Run this" }).first().click();
  await other.panel.getByRole("button", { name: "Delete", exact: true }).click();
  await expect.poll(rows).not.toContain("more.txt, output, 4 B");
  await window.screenshot("outputs-deleted");
  await window.page.locator(".tab.active", { hasText: "shared.txt" }).locator(".strikethrough").waitFor();
  await window.command("Interpreter: Save As…");
  await window.said("This thread was deleted, and its files with it.");
});
