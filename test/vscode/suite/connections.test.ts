import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { openStandIn, type StandIn, TOKEN } from "../standIn.ts";
import { VsCode } from "../launch.ts";
import type { Workbench } from "../workbench.ts";

const FOUNDRY_PATH = "/api/projects/penguins";

let code: VsCode;
let window: Workbench;
let standIn: StandIn;
beforeAll(async () => {
  standIn = await openStandIn();
  code = await VsCode.start();
  await code.addExtension("test/vscode/microsoftProvider");
  window = await code.window();
});
afterEach(async ({ task }) => {
  if (task.result?.state === "fail") await code.screenshots(`failed-${task.name}`);
});
afterAll(async () => {
  await code.stop();
  await standIn.close();
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
    await enter("API key", TOKEN);
    await enter("Pick a model", "gpt-test");
    await choose("Where is code to run?", CONTAINER);
  },
  "Azure OpenAI": async () => {
    await choose("To what?", "Azure OpenAI");
    await enter("Endpoint", `${standIn.url}/openai/responses?api-version=2025-04-01-preview`);
    await choose("How do requests prove", "API key");
    // The key of this origin is there already.
    await enter("API key", "");
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
    await enter("API key", "");
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
  const who = kind === "Local" ? "Built-in analyst" : kind;
  await window.panel.getByRole("button", { name: "Model:" }).filter({ hasText: who }).waitFor();
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
