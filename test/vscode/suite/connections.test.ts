import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { call, type Endpoint, json, openEndpoint, say, stream } from "../../models/chat/endpoint.ts";
import { openStandIn, type StandIn, TOKEN } from "../standIn.ts";
import { VsCode } from "../launch.ts";
import type { Workbench } from "../workbench.ts";

const FOUNDRY_PATH = "/api/projects/penguins";

let code: VsCode;
let window: Workbench;
let standIn: StandIn;
let endpoint: Endpoint;
beforeAll(async () => {
  [standIn, endpoint] = await Promise.all([openStandIn(), openEndpoint()]);
  code = await VsCode.start();
  await code.addExtension("test/vscode/microsoftProvider");
  window = await code.window();
});
afterEach(async ({ task }) => {
  if (task.result?.state === "fail") await code.screenshots(`failed-${task.name}`);
});
afterAll(async () => {
  await code.stop();
  await Promise.all([standIn.close(), endpoint.close()]);
});

/** Waits for the box, or the list, that asks for `what`. */
async function asked(what: string): Promise<void> {
  const widget = window.page.locator(".quick-input-widget");
  const inWords = widget.filter({ hasText: what });
  await inWords
    .or(widget.locator(`input[placeholder*="${what}"]`))
    .first()
    .waitFor();
}

async function enter(what: string, text: string): Promise<void> {
  await asked(what);
  await window.quickInput.fill(text);
  await window.page.keyboard.press("Enter");
}

async function choose(what: string, row: string): Promise<void> {
  await asked(what);
  await window.pick(row);
}

/** The last step of all that add a connection. */
async function name(text: string): Promise<void> {
  await enter("Name of the connection", text);
  // What is opened next would close the box before it has looked at the name.
  await window.page.locator(".quick-input-widget").waitFor({ state: "hidden" });
}

/** Waits until the panel shows who answers. */
async function answers(who: string): Promise<void> {
  await window.panel.getByRole("button", { name: "Model:" }).filter({ hasText: who }).waitFor();
}

async function select(connection: string): Promise<void> {
  await window.command("Interpreter: Select Connection…");
  await choose("Who is to carry out", connection);
}

/** In the list that is open: the button of a row, and what the row says then. */
async function moveCode(row: string, button: string, says: string): Promise<void> {
  const shown = window.quickPick.filter({ hasText: row });
  await shown.hover();
  await shown.getByRole("button", { name: button }).click();
  await shown.filter({ hasText: says }).waitFor();
}

async function letSignIn(): Promise<void> {
  await window.dialog.filter({ hasText: "sign in using Microsoft" }).waitFor();
  await window.dialog.getByRole("button", { name: "Allow" }).click();
}

const CONTAINER = "Run code in the provider's container";

/** What a person does to add each kind, until it is named. */
const ADDED: Record<string, () => Promise<void>> = {
  Local: async () => {},
  OpenAI: async () => {
    await choose("To what?", "OpenAI");
    await enter("Base URL", `${standIn.url}/v1/responses`);
    await enter("secret storage, and sent to", TOKEN);
    await enter("Pick a model", "gpt-test");
    await choose("Where is code to run?", CONTAINER);
  },
  "Azure OpenAI": async () => {
    await choose("To what?", "Azure OpenAI");
    await enter("Endpoint", `${standIn.url}/openai/responses?api-version=2025-04-01-preview`);
    await choose("How do requests prove", "API key");
    // The key of this origin is there already.
    await enter("secret storage, and sent to", "");
    await enter("Pick a model", "my-deployment");
    await choose("Where is code to run?", CONTAINER);
  },
  Foundry: async () => {
    await choose("To what?", "Foundry project");
    await enter("Endpoint", standIn.url + FOUNDRY_PATH);
    await choose("How do requests prove", "Microsoft sign-in");
    await letSignIn();
    await enter("Pick a model", "gpt-test");
    await choose("Where is code to run?", CONTAINER);
  },
  "Another server": async () => {
    await choose("To what?", "Assistants-compatible server");
    await enter("Base URL", `${standIn.url}/v1`);
    await enter("secret storage, and sent to", "");
    await enter("Name of a model", "default");
  },
};

it.each(Object.entries(ADDED))("%s: from a CSV to a file that is saved", async (kind, add) => {
  standIn.requests.length = 0;
  if (kind !== "Local") {
    await window.command("Interpreter: Add Connection…");
    await add();
    await name(kind);
  }
  await window.newThread();
  await answers(kind === "Local" ? "Built-in analyst" : kind);
  await window.explorerMenu("penguins.csv", "Analyze with Interpreter");
  expect(await window.turnEnd(1)).toBe("completed");
  expect(await window.answer.textContent()).toContain("344 rows and 8 columns");
  await window.ask("Plot body_mass_g by species");
  expect(await window.turnEnd(2)).toBe("completed");
  const picture = window.lastTurn.locator("img").first();
  await expect
    .poll(() => picture.evaluate((image: HTMLImageElement) => image.naturalWidth))
    .toBeGreaterThan(300);
  await window.screenshot(`connections-${kind}`);
  await window.ask("What is the average body mass by species?");
  expect(await window.turnEnd(3)).toBe("completed");
  expect(await window.answer.textContent()).toMatch(/from 3701 \(Adelie\) to 5076 \(Gentoo\)/);
  await window.turns.first().getByRole("button", { name: "Save penguins-clean.csv" }).click();
  const path = join(code.folder, `${kind}.csv`);
  await expect.poll(() => window.quickInput.inputValue()).toContain("penguins-clean.csv");
  await window.quickInput.fill(path);
  await window.quickInput.press("Enter");
  await window.said(`${kind}.csv was saved.`);
  expect((await readFile(path, "utf8")).split("\n")).toHaveLength(346);
  expect(standIn.requests.length > 0).toBe(kind !== "Local");
});

it("goes back from a test that fails to the key that was wrong; nothing is kept before the end", async () => {
  const back = window.page.locator(".quick-input-titlebar").getByRole("button", { name: "Back" });
  await window.command("Interpreter: Add Connection…");
  await choose("To what?", "Assistants-compatible server");
  await enter("Base URL", `${standIn.url.replace("127.0.0.1", "localhost")}/v1`);
  await enter("secret storage, and sent to", "not-the-key");
  await enter("Name of a model", "default");
  await window.dialog.filter({ hasText: "does not work yet" }).waitFor();
  await window.dialog.getByRole("button", { name: "Go Back" }).click();
  await asked("Name of a model");
  await back.click();
  await enter("secret storage, and sent to", TOKEN);
  await enter("Name of a model", "default");
  await asked("Name of the connection");
  await window.screenshot("connections-name");
  await window.page.keyboard.press("Escape");
  await window.command("Interpreter: Select Connection…");
  await asked("Who is to carry out");
  expect((await window.quickPick.allTextContents()).join("\n")).not.toContain("localhost");
  await window.page.keyboard.press("Escape");
});

it("lists the connections, and goes on with the same thread on another one", async () => {
  await window.command("Interpreter: Select Connection…");
  await asked("Who is to carry out");
  await window.quickPick.filter({ hasText: "Azure OpenAI · my-deployment" }).waitFor();
  await window.screenshot("connections-list");
  expect(await window.quickPick.filter({ hasText: "Another server" }).textContent()).toContain("current");
  await moveCode("OpenAI · gpt-test", "Run code here", "code runs here");
  await moveCode("OpenAI · gpt-test", "Run code in its container", "code runs in its container");
  await window.pick("Local");
  await answers("Built-in analyst");
  standIn.requests.length = 0;
  await window.ask("What is the average bill_length_mm by species?");
  expect(await window.turnEnd(4)).toBe("completed");
  expect(await window.answer.textContent()).toMatch(/from 38\.79 \(Adelie\) to 48\.83 \(Chinstrap\)/);
  await window.screenshot("connections-moved");
  await select("OpenAI");
  await answers("OpenAI");
  expect(standIn.requests).toEqual([]);
  await window.ask("What is the average bill_length_mm by island?");
  expect(await window.turnEnd(5)).toBe("completed");
  expect(await window.answer.textContent()).toContain("bill_length_mm by island");
});

it("asks to sign in again when that is over; without it, nothing is sent", async () => {
  await select("Foundry");
  await answers("Foundry");
  await window.command("Microsoft for Tests: Sign Out");
  standIn.requests.length = 0;
  await window.ask("What is the average body mass by species?");
  await window.dialog.filter({ hasText: "sign in using Microsoft" }).waitFor();
  await window.screenshot("connections-sign-in");
  await window.dialog.getByRole("button", { name: "Cancel" }).click();
  await window.panel.getByRole("alert").waitFor();
  expect(await window.box.inputValue()).toBe("What is the average body mass by species?");
  expect(standIn.requests).toEqual([]);
  await window.box.press("Enter");
  await letSignIn();
  expect(await window.turnEnd(6)).toBe("completed");
});

it("lets code run here with a provider's model: the files stay", async () => {
  endpoint.reply(json({ data: [{ id: "small" }] }), json({ id: "small" }));
  await window.command("Interpreter: Add Connection…");
  await choose("To what?", "OpenAI");
  await enter("Base URL", endpoint.baseURL);
  await enter("secret storage, and sent to", "");
  await choose("Pick a model", "small");
  await choose("Where is code to run?", "Run code here");
  await name("Small one");
  await window.newThread();
  await answers("small · Small one");
  endpoint.reply(stream(call('{"code": "print(2 + 2)"}', 0, "call_1")), stream(say("It is four.")));
  await window.ask("What is 2 + 2?");
  expect(await window.turnEnd(1)).toBe("completed");
  expect(await window.printed("4").textContent()).toBe("4\n");
  expect(endpoint.received.map(({ path }) => path)).toEqual([
    "/v1/models",
    "/v1/models/small",
    "/v1/chat/completions",
    "/v1/chat/completions",
  ]);
});

it("says what goes to another machine before anything does", async () => {
  const address = standIn.url.replace("127.0.0.1", "0.0.0.0");
  await window.command("Interpreter: Add Connection…");
  await choose("To what?", "Assistants-compatible server");
  await enter("Base URL", `${address}/v1`);
  await enter("secret storage, and sent to", TOKEN);
  await enter("Name of a model", "default");
  await name("Elsewhere");
  await answers("Elsewhere");
  standIn.requests.length = 0;
  await window.ask("What is 6 * 7?");
  await window.dialog.waitFor();
  await window.screenshot("connections-consent");
  expect(await window.dialog.textContent()).toMatch(
    /Send your questions and files to .*0\.0\.0\.0.*they are uploaded.*not encrypted.*asked once/,
  );
  await window.dialog.getByRole("button", { name: "Cancel" }).click();
  await window.panel.getByRole("alert").waitFor();
  expect(standIn.requests).toEqual([]);
  await window.box.press("Enter");
  await window.dialog.getByRole("button", { name: "Send" }).click();
  expect(await window.turnEnd(2)).toBe("completed");
  expect(await window.answer.textContent()).toContain("42");
});

it("tells what is wrong with a connection, and takes one away with its key", async () => {
  await select("Small one");
  await answers("Small one");
  endpoint.reply((response) => void response.writeHead(401).end());
  await window.command("Interpreter: Test Connection…");
  await window.dialog.waitFor();
  await window.screenshot("connections-test");
  expect(await window.dialog.textContent()).toMatch(/Small one does not work\..*✗/s);
  await window.dialog.getByRole("button", { name: "Cancel" }).click();
  await window.command("Interpreter: Remove Connection…");
  await choose("Which connection?", "Small one");
  await answers("Built-in analyst");
});
