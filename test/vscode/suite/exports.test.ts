import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { build } from "esbuild";
import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { codeOf, readNotebook } from "../../outputs/export/nbformat.ts";
import { VsCode } from "../launch.ts";
import type { Workbench } from "../workbench.ts";

const NAME = "Analyze penguins.csv";

let code: VsCode;
let window: Workbench;
beforeAll(async () => {
  code = await VsCode.start();
  window = await code.window();
  await window.explorerMenu("penguins.csv", "Analyze with Interpreter");
  expect(await window.turnEnd(1)).toBe("completed");
});
afterEach(async ({ task }) => {
  if (task.result?.state === "fail") await code.screenshots(`failed-${task.name}`);
});
afterAll(() => code.stop());

/** Runs the export, takes the name that it offers, and waits until the file is open. */
async function exported(command: string, name: string): Promise<void> {
  await window.command(`Interpreter: ${command}`);
  const dialog = window.page.locator(".quick-input-widget", { hasText: "Export Thread" });
  await expect.poll(() => dialog.locator("input.input").inputValue()).toContain(name);
  await dialog.getByRole("button", { name: "OK", exact: true }).click();
  await window.page.locator(".tab.active", { hasText: name }).waitFor();
}

/** How many pictures the notebook's editor shows at the moment. */
async function shownPictures(): Promise<number> {
  const counts = window.page
    .frames()
    .map((frame) =>
      frame
        .locator(".output_container img")
        .evaluateAll(
          (images: HTMLImageElement[]) => images.filter((image) => image.naturalWidth > 300).length,
        ),
    );
  return (await Promise.all(counts)).reduce((sum, count) => sum + count, 0);
}

const read = (name: string): Promise<string> => readFile(join(code.folder, name), "utf8");

it("exports a notebook that opens without any other extension, pictures and all", async () => {
  await exported("Export Thread as Notebook…", `${NAME}.ipynb`);
  await window.page.locator(".notebook-editor .code-cell-row").first().waitFor();
  const notebook = readNotebook(await read(`${NAME}.ipynb`));
  expect(codeOf(notebook).length).toBeGreaterThan(2);
  await window.screenshot("export-notebook");
  await window.page.keyboard.press("ControlOrMeta+End");
  for (let cell = 0; cell < 6; cell++) await window.page.keyboard.press("ArrowUp");
  await expect.poll(shownPictures, { timeout: 30_000 }).toBeGreaterThan(0);
  await window.screenshot("export-notebook-end");
});

it("exports a notebook that VS Code reads as it is: cells, counts, tables, pictures", async () => {
  const outDir = await mkdtemp(resolve(".vscode-test/host-"));
  try {
    const testsPath = join(outDir, "notebook.cjs");
    await build({
      entryPoints: ["test/vscode/host/notebook.ts"],
      outfile: testsPath,
      bundle: true,
      platform: "node",
      format: "cjs",
      external: ["vscode"],
    });
    const result = await code.runInHost(testsPath);
    expect(result.code, result.log).toBe(0);
  } finally {
    await rm(outDir, { recursive: true, force: true });
  }
});

it("exports a Python file that holds the same code", async () => {
  await exported("Export Thread as Python File…", `${NAME}.py`);
  const script = await read(`${NAME}.py`);
  for (const cell of codeOf(readNotebook(await read(`${NAME}.ipynb`))))
    expect(script).toContain(`# %%\n${cell}`);
  await window.screenshot("export-python");
});

it("exports Markdown with its pictures beside it", async () => {
  await exported("Export Thread as Markdown…", `${NAME}.md`);
  const markdown = await read(`${NAME}.md`);
  const links = [...markdown.matchAll(/!\[.*\]\((.+)\)/g)].map(([, link = ""]) => decodeURIComponent(link));
  const files = await readdir(join(code.folder, `${NAME}_files`));
  expect(links.length).toBeGreaterThan(0);
  expect(files.map((file) => `${NAME}_files/${file}`).toSorted()).toEqual(links.toSorted());
  expect(await readdir(code.folder)).not.toContainEqual(expect.stringMatching(/\.tmp$/));
  await window.command("Markdown: Open Preview");
  const picture = window.webviewOf("vscode.markdown-language-features").locator("img").first();
  await expect
    .poll(() => picture.evaluate((image: HTMLImageElement) => image.naturalWidth), { timeout: 30_000 })
    .toBeGreaterThan(300);
  await picture.scrollIntoViewIfNeeded();
  await window.screenshot("export-markdown");
});

it("opens the transcript as text", async () => {
  await window.command("Interpreter: Open Transcript as Text");
  const text = window.page.locator(".editor-instance .view-lines", { hasText: "[Question" }).first();
  await expect
    .poll(async () => (await text.textContent())?.replaceAll("\u00a0", " "))
    .toContain("[Question 1,");
  await window.screenshot("export-text");
});

it("says that pictures cannot be saved, and leaves nothing behind", async () => {
  await writeFile(join(code.folder, "taken_files"), "a file where the folder would be");
  const before = await readdir(code.folder);
  await window.command("Interpreter: Export Thread as Markdown…");
  await window.page.locator(".quick-input-title", { hasText: "Export Thread" }).waitFor();
  // The dialog puts its own proposal in, a moment after it is there.
  await expect.poll(() => window.quickInput.inputValue()).toContain(".md");
  await window.quickInput.fill(join(code.folder, "taken.md"));
  await window.page.getByRole("button", { name: "OK", exact: true }).click();
  await window.said("could not be saved");
  expect(await readdir(code.folder)).toEqual(before);
});
