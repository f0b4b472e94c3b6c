import OpenAI from "openai";
import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { VsCode } from "../launch.ts";
import type { Workbench } from "../workbench.ts";

let code: VsCode;
let window: Workbench;
let client: OpenAI;
beforeAll(async () => {
  code = await VsCode.start();
  window = await code.window();
});
afterEach(async ({ task }) => {
  if (task.result?.state === "fail") await window.screenshot(`failed-${task.name}`);
});
afterAll(() => code.stop());

it("serves the Assistants API to programs that know the token", async () => {
  await window.command("Interpreter: Start Server");
  const dialog = window.page.getByRole("dialog", { name: "The Assistants API is being served" });
  await dialog.waitFor();
  await window.screenshot("server");
  const text = (await dialog.textContent()) ?? "";
  const [, baseURL = "", apiKey = ""] = /Address: (\S+\/v1)\s*Token: (\w{32})/.exec(text) ?? [];
  await window.page.keyboard.press("Escape");
  client = new OpenAI({ baseURL, apiKey, maxRetries: 0 });
  const assistant = await client.beta.assistants.create({
    model: "default",
    tools: [{ type: "code_interpreter" }],
  });
  const run = await client.beta.threads.createAndRunPoll({
    assistant_id: assistant.id,
    thread: { messages: [{ role: "user", content: "Solve 3x + 11 = 14" }] },
  });
  expect(run.status).toBe("completed");
  const { data } = await client.beta.threads.messages.list(run.thread_id);
  expect(JSON.stringify(data[0]?.content)).toContain("x = 1");
  const stranger = new OpenAI({ baseURL, apiKey: "wrong", maxRetries: 0 });
  await expect(stranger.beta.assistants.list()).rejects.toMatchObject({ status: 401 });
});

it("shows the threads of such programs beside the others", async () => {
  await window.command("Interpreter: Open Thread");
  const row = window.page.locator(".quick-input-list .monaco-list-row").first();
  await row.waitFor();
  await row.click();
  expect(await window.turnEnd(1)).toBe("completed");
  expect(await window.lastTurn.locator(".question").textContent()).toContain("Solve 3x + 11 = 14");
});

it("ends when it is stopped", async () => {
  await window.command("Interpreter: Stop Server");
  await window.page.locator(".statusbar-item", { hasText: "The server was stopped." }).waitFor();
  await expect(client.beta.assistants.list()).rejects.toThrow("Connection error");
});
