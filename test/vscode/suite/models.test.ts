import type { Locator } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { API_KEY, call, type Endpoint, json, openEndpoint, say, stream } from "../../models/chat/endpoint.ts";
import { VsCode } from "../launch.ts";
import type { Workbench } from "../workbench.ts";

let code: VsCode;
let window: Workbench;
let endpoint: Endpoint;
beforeAll(async () => {
  endpoint = await openEndpoint();
  code = await VsCode.start();
  await code.addExtension("test/vscode/modelProvider");
  window = await code.window();
  await window.showView(/^Interpreter/);
  await question().waitFor();
});
afterEach(async ({ task }) => {
  if (task.result?.state === "fail") await window.screenshot(`failed-${task.name}`);
});
afterAll(async () => {
  await code.stop();
  await endpoint.close();
});

const row = (name: string): Locator =>
  window.page.locator(".quick-input-list .monaco-list-row", { hasText: name }).first();
const dialog = (): Locator => window.page.locator(".monaco-dialog-box");
const question = (): Locator => window.panel.getByRole("textbox", { name: "Question" });
const lastWords = (): Promise<string | null> => window.lastTurn.locator(".markdown").last().textContent();

const box = (): Locator => window.page.locator(".quick-input-widget input.input").first();
const shown = (label: string): Locator => window.panel.getByText(label, { exact: true }).first();

/** Picks a row of "Select Model", found by typing. */
async function pick(text: string): Promise<void> {
  await window.command("Interpreter: Select Model…");
  await window.page.locator(".quick-input-title", { hasText: "Select Model" }).waitFor();
  await box().fill(text);
  await row(text).click();
}

async function select(model: string): Promise<void> {
  await pick(model);
  await shown(`${model} · Acme`).waitFor();
}

/** Types into the box that is open, once it is the one that asks for `what`. */
async function enter(what: string, text: string): Promise<void> {
  await window.page.locator(".quick-input-title", { hasText: what }).waitFor();
  await box().fill(text);
  await window.page.keyboard.press("Enter");
}

it("lists the analyst and the models that VS Code offers, the present one marked", async () => {
  await window.command("Interpreter: Select Model…");
  await row("Acme coder").waitFor();
  await window.screenshot("models-list");
  expect(await row("Built-in analyst").textContent()).toContain("current");
  expect(await row("Acme coder").textContent()).toContain("Acme · acme-family · takes 8,000 tokens");
  await row("Acme coder").click();
  await shown("Acme coder · Acme").waitFor();
});

it("asks before the first question goes there; declined, the question is still in its box", async () => {
  await window.ask("What is 6 * 7?");
  await dialog().waitFor();
  await window.screenshot("models-consent");
  expect(await dialog().textContent()).toMatch(
    /Send your questions to Acme coder at Acme\?.*what the code prints.*names of your files.*stay on this machine/,
  );
  await dialog().getByRole("button", { name: "Cancel" }).click();
  await window.panel.getByRole("alert").waitFor();
  await window.screenshot("models-declined");
  expect(await question().inputValue()).toBe("What is 6 * 7?");
  expect(await window.panel.locator(".turn").count()).toBe(0);
});

it("runs what the model writes once it is confirmed, and does not ask again", async () => {
  await question().press("Enter");
  await dialog().getByRole("button", { name: "Send" }).click();
  expect(await window.turnEnd(1)).toBe("completed");
  expect(await window.lastTurn.locator(".stream").first().textContent()).toBe("42\n");
  expect(await lastWords()).toContain("The result is 42.");
  await window.screenshot("models-answer");
  await select("Acme toolless");
  await window.ask("And in fences?");
  expect(await window.turnEnd(2)).toBe("completed");
  expect(await lastWords()).toContain("The result is 42.");
});

it("ends a run in a clear line when the model's quota is used up", async () => {
  await select("Acme quota");
  await window.ask("One more?");
  expect(await window.turnEnd(3)).toBe("failed");
  expect(await window.lastTurn.getByRole("alert").textContent()).toMatch(
    /Acme quota refused: You have used up what your plan has for this month\. What was done so far is kept\./,
  );
  await window.screenshot("models-quota");
});

it("sets up an endpoint: address, key, model", async () => {
  const { baseURL } = endpoint;
  endpoint.reply(json({ data: [{ id: "small" }, { id: "large" }] }));
  await pick("Set up an endpoint…");
  await enter("Set up an endpoint (1 of 3)", baseURL);
  await enter("Set up an endpoint (2 of 3)", API_KEY);
  await row("large").waitFor();
  await window.screenshot("models-endpoint");
  await row("large").click();
  await window.panel
    .getByText(`large · ${new URL(baseURL).host}`)
    .first()
    .waitFor();
  endpoint.reply(stream(call('{"code": "print(2 + 2)"}', 0, "call_1")), stream(say("It is four.")));
  await window.ask("What is 2 + 2?");
  expect(await window.turnEnd(4)).toBe("completed");
  expect(await lastWords()).toContain("It is four.");
  expect(endpoint.received.map(({ headers }) => headers.authorization)).toEqual(
    Array.from({ length: 3 }, () => `Bearer ${API_KEY}`),
  );
});

it("tells why an endpoint gives no list, and takes a name all the same", async () => {
  endpoint.reply((response) => void response.writeHead(401).end());
  await window.command("Interpreter: Select Model…");
  await row("It did not accept the API key (401).").waitFor();
  await window.screenshot("models-no-list");
  expect(await row("large").textContent()).toContain("current");
  endpoint.reply((response) => void response.writeHead(401).end());
  await row("Enter the model's name…").click();
  await enter("Model at", "other");
  await window.panel
    .getByText(`other · ${new URL(endpoint.baseURL).host}`)
    .first()
    .waitFor();
});

it("forgets a key", async () => {
  await window.command("Interpreter: Clear API Key…");
  await window.said(`The key for ${new URL(endpoint.baseURL).host} was removed.`);
  endpoint.reply(stream(say("Who are you?")));
  await window.ask("Hello?");
  expect(await window.turnEnd(5)).toBe("completed");
  expect(endpoint.received.at(-1)?.headers.authorization).not.toContain(API_KEY);
});
