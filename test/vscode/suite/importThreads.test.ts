import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { PNG } from "../../fakes/fakeSessions.ts";
import { VsCode } from "../launch.ts";
import { becomes, SOON_MS } from "../menu.ts";
import { until } from "../until.ts";
import type { Workbench } from "../workbench.ts";

let code: VsCode;
let window: Workbench;
beforeAll(async () => {
  code = await VsCode.start();
  window = await code.window();
});
afterEach(async ({ task }) => {
  if (task.result?.state === "fail") await code.screenshots(`failed-${task.name}`);
});
afterAll(() => code.stop());

const AT = 1_700_000_000;
const words = (value: string) => [{ type: "text", text: { value, annotations: [] } }];
const outputs = [
  { type: "logs", logs: "12 rows\n" },
  { type: "image", image: { file_id: "file-plot" } },
];
const step = (id: string, at: number, step_details: object) => ({
  ...{ id, object: "thread.run.step", run_id: "run_1", created_at: AT + at, completed_at: AT + at + 2 },
  ...{ status: "completed", step_details },
});
const EXPORT = {
  thread: { id: "thread_old", object: "thread", created_at: AT, metadata: {} },
  messages: [
    { id: "msg_1", role: "user", created_at: AT, content: words("How many rows were there?") },
    {
      id: "msg_2",
      role: "assistant",
      run_id: "run_1",
      created_at: AT + 6,
      content: words("There were **12** rows."),
    },
  ],
  runs: [
    {
      id: "run_1",
      status: "completed",
      created_at: AT + 1,
      completed_at: AT + 9,
      model: "gpt-4-1106-preview",
    },
  ],
  steps: [
    step("step_1", 2, {
      type: "tool_calls",
      tool_calls: [
        { type: "code_interpreter", code_interpreter: { input: "print(len(rows), 'rows')", outputs } },
      ],
    }),
    step("step_2", 6, { type: "message_creation", message_creation: { message_id: "msg_2" } }),
  ],
};

async function importFolder(path: string): Promise<void> {
  await window.command("Interpreter: Import Threads…");
  await window.quickPick.filter({ hasText: "A folder" }).click();
  const dialog = window.page.locator(".quick-input-widget", { hasText: "Import exported threads" });
  await dialog.locator("input.input").fill(path);
  // The dialog first goes into the folder, then takes it.
  await until(async () => {
    await dialog
      .getByRole("button", { name: "Import", exact: true })
      .click({ timeout: SOON_MS })
      .catch(() => {});
    return becomes(dialog, "hidden");
  });
}

it("brings an exported thread into the panel, to be gone on with; once", async () => {
  const folder = join(code.folder, "export");
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, "thread.json"), JSON.stringify(EXPORT));
  await writeFile(join(folder, "file-plot.png"), PNG);
  await importFolder(folder);
  await window.panel.getByRole("heading", { level: 1, name: "How many rows were there?" }).waitFor();
  await window.said("Threads imported: 1.");
  await window.panel.getByText("There were 12 rows.").waitFor();
  await window.screenshot("import-threads");
  await importFolder(folder);
  await window.said("Imported before: 1.");
  await window.ask("Solve 2x = 10");
  expect(await window.turnEnd(2)).toBe("completed");
});

it("says what is wrong with an export, and opens nothing", async () => {
  const folder = join(code.folder, "wrong");
  await mkdir(folder, { recursive: true });
  const messages = [{ id: "msg_1", role: "wizard", content: "Hi" }];
  await writeFile(join(folder, "thread.json"), JSON.stringify({ thread: { id: "thread_wrong" }, messages }));
  await importFolder(folder);
  await window.said("Cannot import message msg_1: Invalid value: 'wizard'.");
  expect(await window.panel.getByRole("heading", { level: 1 }).allTextContents()).not.toContain("Hi");
});
