import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { COMMANDS } from "../../../src/manifest.ts";
import { launchBrowser } from "../../browser.ts";
import { cell, cellDone, code, prints, running } from "../../thread/events.ts";
import { PanelPage } from "../page.ts";
import { ASKED, fails, ran, runs, says } from "./make.ts";

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

const LONG = ["# Count the rows", ...Array.from({ length: 11 }, (_, line) => `step_${line} = ${line}`)].join(
  "\n",
);
const TRACE =
  'Traceback (most recent call last):\n  File "<cell 1>", line 2, in <module>\n    read("x")\nValueError: no';

describe("a cell", () => {
  it("is open while it is written and runs, and folds once it worked", async () => {
    const panel = await PanelPage.open(browser, { changes: [...ASKED, cell("c1")] });
    const block = panel.page.locator(".cell");
    await panel.happen(code("c1", LONG.slice(0, 40)));
    expect(await block.locator(".state").innerText()).toBe("writing");
    expect(await block.locator("h3").innerText()).toBe("Count the rows");
    expect(await block.locator(".code").innerText()).toContain("step_0");
    await panel.happen(running("c1", LONG));
    expect(await block.locator(".code").innerText()).toContain("step_10");
    expect(await block.getAttribute("aria-busy")).toBe("true");
    await panel.happen(cellDone("c1"));
    expect(await block.locator(".code").count()).toBe(0);
    const fold = block.getByRole("button", { name: "12 lines of Python" });
    expect(await fold.getAttribute("aria-expanded")).toBe("false");
    await fold.press("Enter");
    expect(await block.locator(".code").innerText()).toContain("step_10");
    expect(await block.locator(".hljs-number").first().innerText()).toBe("0");
    await panel.close();
  });

  it("stays as the person left it", async () => {
    const panel = await PanelPage.open(browser, { changes: [...ASKED, ...runs("c1", LONG)] });
    await panel.page.getByRole("button", { name: "12 lines of Python" }).click();
    await panel.happen(prints("c1", "1\n"));
    expect(await panel.page.locator(".code").count()).toBe(0);
    await panel.page.getByRole("button", { name: "12 lines of Python" }).click();
    await panel.happen(cellDone("c1"));
    expect(await panel.page.locator(".code").count()).toBe(1);
    await panel.close();
  });

  it("can be copied, put into the editor, opened, and interrupted while it runs", async () => {
    const panel = await PanelPage.open(browser, { changes: [...ASKED, ...runs("c1", LONG)] });
    await panel.page.getByRole("button", { name: "Interrupt" }).click();
    expect(panel.lastRequest("command")).toEqual({ command: COMMANDS.interruptCell });
    await panel.happen(cellDone("c1", "stopped"));
    expect(await panel.page.getByRole("button", { name: "Interrupt" }).count()).toBe(0);
    await panel.page.getByRole("button", { name: "Copy: Count the rows" }).click();
    await panel.page.locator(".codicon-check").waitFor();
    expect(await panel.page.getByRole("status").allInnerTexts()).toContain("Copied.");
    await panel.page.getByRole("button", { name: "Insert at cursor" }).click();
    await panel.page.getByRole("button", { name: "Open in an editor" }).click();
    expect(panel.lastRequest("copy")).toEqual({ text: LONG });
    expect(panel.lastRequest("insertCode")).toEqual({ code: LONG });
    expect(panel.lastRequest("openText")).toEqual({ text: LONG, language: "python" });
    await panel.close();
  });

  it("says why an action failed", async () => {
    const handlers = { insertCode: () => Promise.reject(new Error("No editor is open. Open one first.")) };
    const panel = await PanelPage.open(browser, { changes: [...ASKED, ...ran("c1", "1")], handlers });
    await panel.page.getByRole("button", { name: "Insert at cursor" }).click();
    const alert = panel.page.getByRole("alert").getByText("No editor is open. Open one first.");
    await expect.poll(() => alert.isVisible()).toBe(true);
    await panel.close();
  });

  it.each([
    ["stopped", "You interrupted it.", "stopped · 0.0 s"],
    ["lost", "The session used too much memory.", "session lost · 0.0 s"],
  ] as const)("that was %s says so, with the reason", async (end, reason, state) => {
    const done = { ...cellDone("c1", end), reason } as ReturnType<typeof cellDone>;
    const panel = await PanelPage.open(browser, { changes: [...ASKED, ...runs("c1", "1"), done] });
    expect(await panel.page.locator(".state").innerText()).toBe(state);
    expect(await panel.page.locator(".cell > .note").innerText()).toBe(reason);
    await panel.close();
  });
});

describe("“Edit and run”", () => {
  const open = async (handlers = {}) => {
    const panel = await PanelPage.open(browser, {
      changes: [...ASKED, ...ran("c1", "for x in y:\n  1")],
      handlers,
    });
    await panel.page.getByRole("button", { name: "Edit and run" }).press("Enter");
    return { panel, box: panel.page.getByRole("textbox", { name: "Code to run" }) };
  };

  it("runs what was made of the code by Ctrl+Enter", async () => {
    const { panel, box } = await open();
    expect(await box.evaluate((element) => element === document.activeElement)).toBe(true);
    await box.fill("if x:");
    await box.press("Enter");
    await box.pressSequentially("print(2)");
    await box.press("Control+Enter");
    await box.waitFor({ state: "detached" });
    expect(panel.lastRequest("runCode")).toEqual({ code: "if x:\n    print(2)" });
    const back = panel.page.getByRole("button", { name: "Edit and run" });
    expect(await back.evaluate((element) => element === document.activeElement)).toBe(true);
    await panel.close();
  });

  it("is given up by Escape", async () => {
    const { panel, box } = await open();
    await box.fill("print(2)");
    await box.press("Escape");
    await box.waitFor({ state: "detached" });
    expect(panel.lastRequest("runCode")).toBeNull();
    expect(await panel.page.locator(".code").innerText()).toBe("for x in y:\n  1");
    await panel.close();
  });

  it("keeps what was typed when it cannot run, and says why", async () => {
    const { panel, box } = await open({
      runCode: () => Promise.reject(new Error("A run works. Press Stop first.")),
    });
    await box.fill("print(2)");
    await panel.page.getByRole("button", { name: "Run", exact: true }).click();
    await panel.page.getByRole("alert").getByText("A run works. Press Stop first.").waitFor();
    expect(await box.inputValue()).toBe("print(2)");
    await panel.close();
  });
});

describe("a correction", () => {
  const FAILED = [
    ...ran("c1", "# Read\nread('x')", prints("c1", "begin\n"), fails("c1", "ValueError", "no", TRACE)),
  ];

  it("is one block with the failed try folded away above it", async () => {
    const panel = await PanelPage.open(browser, { changes: [...ASKED, ...FAILED] });
    const blocks = panel.page.locator(".cell");
    expect(await blocks.locator(".reason").innerText()).toBe("ValueError no");
    expect(await blocks.locator(".own").innerText()).toContain('read("x")');
    await panel.happen(...says("t1", "It needs another name."), ...runs("c2", "# Read again\nread('y')"));
    expect(await blocks.count()).toBe(1);
    expect(await blocks.locator(".state").innerText()).toBe("running, try 2");
    expect(await blocks.locator(".traceback").count()).toBe(0);
    await panel.happen(cellDone("c2"));
    expect(await blocks.locator("h3").innerText()).toBe("Read again");
    expect(await blocks.locator(".state").innerText()).toBe("corrected, try 2 · 0.0 s");
    // The words between the tries come before the block.
    const order = await panel.page
      .locator(".markdown, .cell")
      .evaluateAll((all) => all.map((one) => one.className));
    expect(order).toEqual(["markdown", "cell"]);
    await blocks.getByRole("button", { name: "ValueError in try 1: no" }).click();
    const tries = blocks.locator(".tries");
    expect(await tries.locator(".code").innerText()).toContain("read('x')");
    expect(await tries.locator(".stream").innerText()).toBe("begin\n");
    expect(await tries.locator(".traceback").innerText()).toContain("ValueError: no");
    await panel.close();
  });

  it("of a correction holds both tries, and a new matter is a block of its own", async () => {
    const again = ran("c2", "2", fails("c2", "KeyError", "'a'", TRACE));
    const changes = [...ASKED, ...FAILED, ...again, ...ran("c3", "3"), ...ran("c4", "4")];
    const panel = await PanelPage.open(browser, { changes });
    expect(await panel.page.locator(".cell h3").allInnerTexts()).toEqual(["3", "4"]);
    expect(await panel.page.locator(".tries .fold").allInnerTexts()).toEqual([
      "ValueError in try 1: no",
      "KeyError in try 2: 'a'",
    ]);
    await panel.close();
  });

  it("that failed too shows its own error", async () => {
    const again = ran("c2", "2", fails("c2", "KeyError", "'a'", TRACE));
    const panel = await PanelPage.open(browser, { changes: [...ASKED, ...FAILED, ...again] });
    expect(await panel.page.locator(".state").innerText()).toBe("failed, try 2 · 0.0 s");
    expect(await panel.page.locator(".reason").innerText()).toBe("KeyError 'a'");
    await panel.close();
  });
});
