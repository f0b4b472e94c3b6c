import type { Browser, Locator } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { COMMANDS } from "../../src/manifest.ts";
import type { PanelState } from "../../src/panel/messages.ts";
import type { Handlers } from "../../src/panel/panelPort.ts";
import { launchBrowser } from "../browser.ts";
import { created, ended, question, started } from "../thread/events.ts";
import { PanelPage } from "./page.ts";
import { COFFEE_RUN } from "./threads.ts";

let browser: Browser;
let panel: PanelPage;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterEach(() => panel.close());
afterAll(() => browser.close());

const open = async (options: Parameters<typeof PanelPage.open>[1] = {}): Promise<Locator> => {
  panel = await PanelPage.open(browser, options);
  return panel.page.getByRole("textbox", { name: "Question" });
};
const asked = (type: string): unknown[] =>
  panel.requests.filter((request) => request.type === type).map(({ params }) => params);
const button = (name: string): Locator => panel.page.getByRole("button", { name, exact: true });
const RUNNING = [question("Why?"), created(), started];
const FILES: PanelState["attachments"] = [
  { id: "1", name: "a.csv", bytes: 10 },
  { id: "2", name: "b.csv", bytes: 2048 },
];

describe("Enter in the question box", () => {
  it("sends the question with what is attached, and empties the box once it is kept", async () => {
    const box = await open({ state: { attachments: FILES } });
    await box.fill("  Why?  ");
    await box.press("Enter");
    await expect.poll(() => box.inputValue()).toBe("");
    expect(asked("send")).toEqual([{ text: "Why?", attachments: ["1", "2"] }]);
  });

  it("breaks the line with Shift, and the box grows", async () => {
    const box = await open();
    const height = async (): Promise<number> => (await box.boundingBox())?.height ?? 0;
    const before = await height();
    await box.pressSequentially("One");
    for (let line = 0; line < 5; line++) await box.press("Shift+Enter");
    await box.pressSequentially("Two");
    expect(await box.inputValue()).toBe("One\n\n\n\n\nTwo");
    expect(await height()).toBeGreaterThan(before * 1.5);
    expect(asked("send")).toEqual([]);
  });

  it.each([
    ["as the browser tells", { isComposing: true }],
    ["as only the key code tells", { keyCode: 229 }],
  ])("belongs to an input method that composes, %s", async (_, details) => {
    const box = await open();
    await box.fill("안녕");
    await box.evaluate((element, init) => {
      element.dispatchEvent(
        new KeyboardEvent("keydown", { key: "Enter", bubbles: true, cancelable: true, ...init }),
      );
    }, details);
    expect(asked("send")).toEqual([]);
    expect(await box.inputValue()).toBe("안녕");
  });

  it("sends once, however often it is pressed", async () => {
    const kept = Promise.withResolvers<void>();
    const box = await open({ handlers: { send: () => kept.promise } });
    await box.fill("Why?");
    for (let press = 0; press < 3; press++) await box.press("Enter");
    await panel.page.getByRole("button", { name: "Sending…" }).waitFor();
    kept.resolve();
    await expect.poll(() => box.inputValue()).toBe("");
    await box.press("Enter");
    expect(asked("send")).toHaveLength(1);
  });

  it("sends nothing when there are only spaces", async () => {
    const box = await open();
    await box.fill(" \n ");
    await box.press("Enter");
    expect(asked("send")).toEqual([]);
    expect(await button("Send").isDisabled()).toBe(true);
  });
});

it("a question that cannot be sent stays, with its chips and the reason", async () => {
  const send: Handlers["send"] = () => Promise.reject(new Error("The disk is full. Free some space."));
  const box = await open({ handlers: { send }, state: { attachments: FILES } });
  await box.fill("Why?");
  await box.press("Enter");
  const alert = panel.page.locator(".composer").getByRole("alert");
  await alert.waitFor();
  expect(await alert.textContent()).toContain("The disk is full. Free some space.");
  expect(await box.inputValue()).toBe("Why?");
  expect(await panel.page.locator(".composer .chip", { hasText: ".csv" }).count()).toBe(2);
  await panel.screenshot("send-failed");
});

it("the first question of a thread stays when it fails after the thread was made", async () => {
  const kept = Promise.withResolvers<void>();
  const box = await open({ handlers: { send: () => kept.promise } });
  await box.fill("Why?");
  await box.press("Enter");
  await panel.happen();
  expect(await box.inputValue()).toBe("Why?");
  kept.reject(new Error("Too large."));
  await panel.page.locator(".composer").getByRole("alert").waitFor();
  await panel.reload();
  expect(await box.inputValue()).toBe("Why?");
});

describe("a draft", () => {
  it("outlives a view that was hidden", async () => {
    const box = await open();
    await box.fill("Half a que");
    await panel.reload();
    expect(await box.inputValue()).toBe("Half a que");
  });

  it("belongs to its thread", async () => {
    const box = await open({ changes: RUNNING });
    await box.fill("For this thread");
    const { transcript } = panel;
    await panel.update({ transcript: { ...transcript, threadId: "thread_2" } });
    expect(await box.inputValue()).toBe("");
    await box.fill("For the other");
    await panel.update({ transcript });
    expect(await box.inputValue()).toBe("For this thread");
  });
});

describe("while a run works", () => {
  it("Enter queues, Stop is there, and what waits can be removed", async () => {
    const box = await open({ changes: RUNNING });
    expect(await button("Queue").count()).toBe(0);
    await box.fill("And then?");
    await button("Queue").waitFor();
    await box.press("Enter");
    await expect.poll(() => asked("send")).toEqual([{ text: "And then?", attachments: [] }]);
    const queue = [
      { id: "q1", text: "And then?", files: [] },
      {
        id: "q2",
        text: "And what comes after that, in every country and month of the file?",
        files: [FILE_REF],
      },
    ];
    await panel.update({ transcript: { ...panel.transcript, queue } });
    const list = panel.page.getByRole("list", { name: "Queued questions" });
    expect(await list.getByRole("listitem").count()).toBe(2);
    expect(await list.getByRole("button", { name: "Send" }).count()).toBe(0);
    await panel.screenshot("queue");
    await list.getByRole("button", { name: /Remove from the queue: And then/ }).click();
    expect(asked("removeQueued")).toEqual([{ id: "q1" }]);
    await button("Stop").click();
    expect(panel.lastRequest("command")).toEqual({ command: COMMANDS.stop });
  });

  it("and has ended, what still waits can be sent", async () => {
    await open({ changes: [...RUNNING, ended] });
    const queue = [{ id: "q1", text: "And then?", files: [] }];
    await panel.update({ transcript: { ...panel.transcript, queue } });
    await panel.page
      .getByRole("list", { name: "Queued questions" })
      .getByRole("button", { name: "Send" })
      .click();
    expect(asked("sendQueued")).toEqual([{ id: "q1" }]);
  });

  it("Stop tells that it is on its way", async () => {
    await open({ changes: [...RUNNING, { type: "run.cancelling", runId: "run_1" }] });
    expect(await button("Stopping…").isDisabled()).toBe(true);
  });
});
const FILE_REF = { id: "file-a", name: "a.csv", bytes: 1, mime: "application/csv" };

describe("attachments", () => {
  it("are offered from the editor and picked by the button", async () => {
    await open({ state: { editor: { file: "report.py", hasSelection: true } } });
    await button("+ current file").click();
    await button("+ selection").click();
    await button("Attach files").click();
    expect(panel.requests.map(({ type }) => type)).toEqual([
      "attachCurrentFile",
      "attachSelection",
      "attach",
    ]);
    await panel.update({ attachments: [{ id: "1", name: "report.py", bytes: 1 }] });
    expect(await button("+ current file").count()).toBe(0);
    await panel.update({ editor: null });
    expect(await button("+ selection").count()).toBe(0);
  });

  it("are removed by the keyboard, which then has the next one", async () => {
    await open({ state: { attachments: FILES } });
    await button("Remove a.csv").focus();
    await panel.page.keyboard.press("Delete");
    expect(asked("removeAttachment")).toEqual([{ id: "1" }]);
    await panel.update({ attachments: FILES.slice(1) });
    expect(await button("Remove b.csv").evaluate((element) => element === document.activeElement)).toBe(true);
    await panel.page.keyboard.press("Backspace");
    const box = panel.page.getByRole("textbox", { name: "Question" });
    expect(await box.evaluate((element) => element === document.activeElement)).toBe(true);
  });

  it.each([
    ["application/vnd.code.uri-list", "file:///a.csv\nfile:///b%20c.csv"],
    ["text/uri-list", "# comment\r\nfile:///a.csv\r\nfile:///b%20c.csv\r\n"],
  ])("are dropped from the explorer (%s)", async (type, data) => {
    await open();
    await drop({ type, data });
    await expect.poll(() => asked("attachUris")).toEqual([{ uris: ["file:///a.csv", "file:///b%20c.csv"] }]);
  });

  it("are dropped from other programs with their bytes, up to a size", async () => {
    await open();
    await drop({ file: "small.csv", bytes: 3 });
    await expect.poll(() => asked("attachBytes")).toMatchObject([{ name: "small.csv" }]);
    await drop({ file: "large.csv", bytes: 21 * 1024 * 1024 });
    const notice = panel.page.locator(".notice");
    await notice.locator("span").first().waitFor();
    expect(await notice.textContent()).toContain(
      "large.csv has 21.0 MB; from other programs at most 20.0 MB",
    );
    await panel.screenshot("drop-too-large");
    await button("Close").click();
    expect(await notice.isHidden()).toBe(true);
    expect(asked("attachBytes")).toHaveLength(1);
  });

  it("that the host refuses are told of", async () => {
    await open({
      handlers: { attachUris: () => Promise.reject(new Error("samples is a folder. Choose files in it.")) },
    });
    await drop({ type: "text/uri-list", data: "file:///samples" });
    await expect.poll(() => panel.page.locator(".notice").textContent()).toContain("samples is a folder.");
  });
});

it("the model is chosen by its chip", async () => {
  await open({ state: { model: "gpt-5.6 · Azure" } });
  await button("Model: gpt-5.6 · Azure").click();
  expect(panel.lastRequest("command")).toEqual({ command: COMMANDS.selectModel });
});

it("a question is asked again, and suggestions are sent, by a click", async () => {
  await open({
    changes: [...COFFEE_RUN, { type: "run.ended", runId: "run_1", end: "cancelled" }],
    state: { suggestions: ["Plot it"] },
  });
  await button("Ask Again").click();
  expect(panel.lastRequest("command")).toEqual({ command: COMMANDS.retry });
  await button("Plot it").click();
  expect(asked("send")).toEqual([{ text: "Plot it", attachments: [] }]);
});

/** Drops on the page what an explorer (`data` of a `type`) or another program (a `file`) would. */
async function drop(what: { type: string; data: string } | { file: string; bytes: number }): Promise<void> {
  await panel.page.evaluate((dropped) => {
    const dataTransfer = new DataTransfer();
    if ("file" in dropped) dataTransfer.items.add(new File([new Uint8Array(dropped.bytes)], dropped.file));
    else dataTransfer.setData(dropped.type, dropped.data);
    for (const type of ["dragover", "drop"]) {
      document
        .querySelector(".panel")
        ?.dispatchEvent(new DragEvent(type, { bubbles: true, cancelable: true, dataTransfer }));
    }
  }, what);
}
