import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Change } from "../../src/domain/event.ts";
import type { PanelState } from "../../src/panel/messages.ts";
import { launchBrowser } from "../browser.ts";
import { created, prints, question, running, cell, session, started } from "../thread/events.ts";
import { PanelPage } from "./page.ts";
import { accessibilityFaults } from "./page/accessibility.ts";
import { THEME_KINDS } from "./page/themes.ts";
import { COFFEE_END, COFFEE_RUN } from "./threads.ts";

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

const NOW = Date.now();
const SESSION = {
  runtime: "Embedded Python",
  isolation: ["A process of its own", "Node permission model", "bubblewrap"],
  endsAt: NOW + 28 * 60_000,
};
const MODEL = { model: "gpt-5.6 · Azure", isAnalyst: false };
const FILE = { id: "1", name: "coffee.csv", bytes: 18_432 };
const EDITOR = { file: "report.py", hasSelection: true };
const failed = (code: string, message: string): Change => ({
  type: "run.ended",
  runId: "run_1",
  end: "failed",
  error: { code, message },
});
const end = (how: "cancelled" | "incomplete" | "expired"): Change => ({
  type: "run.ended",
  runId: "run_1",
  end: how,
});
const LOOP = [
  question("Count forever"),
  created(),
  started,
  session(true),
  cell("c1"),
  running("c1", "while True: pass"),
];

interface State {
  readonly changes?: readonly Change[];
  readonly state?: Partial<PanelState>;
  /** A sentence, or a part of one, that is to be read. */
  readonly says: readonly string[];
}

const STATES: Record<string, State> = {
  empty: { state: { editor: EDITOR }, says: ["Try it on a sample", "The built-in analyst answers"] },
  running: {
    changes: COFFEE_RUN,
    state: { ...MODEL, session: SESSION },
    says: ["Stop", "Embedded Python, isolated"],
  },
  done: {
    changes: [...COFFEE_RUN, ...COFFEE_END],
    state: {
      ...MODEL,
      session: SESSION,
      attachments: [FILE],
      editor: EDITOR,
      suggestions: ["Break Vietnam down by month", "Compare with prices", "Export as notebook"],
    },
    says: ["3 cells", "1,912 tokens", "session ends in 28 min", "Compare with prices", "+ selection"],
  },
  thinking: { changes: [question("Why?"), created(), started], says: ["Thinking…"] },
  queued: { changes: [question("Why?"), created()], says: ["Starting…"] },
  stopping: { changes: [...LOOP, { type: "run.cancelling", runId: "run_1" }], says: ["Stopping…"] },
  stopped: {
    changes: [...LOOP, prints("c1", "1\n2\n"), end("cancelled")],
    says: ["Stopped. What was made is kept.", "Ask Again", "session ended, files kept"],
  },
  limit: { changes: [...LOOP, end("incomplete")], says: ["Ended at a limit", "Ask Again"] },
  expired: { changes: [...LOOP, end("expired")], says: ["Ended after", "Ask Again"] },
  failed: {
    changes: [...LOOP, failed("server_error", "The disk is full. Free some space, and ask again.")],
    says: ["The disk is full.", "Ask Again"],
  },
  "no-model": {
    changes: [
      question("Why?"),
      created(),
      started,
      failed(
        "key_refused",
        "The model's endpoint refused the request: Incorrect API key. Set the API key again.",
      ),
    ],
    state: MODEL,
    says: ["Incorrect API key", "Select Model…", "Set API Key…"],
  },
  remote: {
    changes: [
      question("Why?"),
      created(),
      {
        type: "run.started",
        runId: "run_1",
        model: "gpt-5.6",
        sent: { to: "api.openai.com", instructions: "" },
      },
      { type: "run.ended", runId: "run_1", end: "completed" },
    ],
    state: MODEL,
    says: ["gpt-5.6", "What was sent"],
  },
  unreadable: {
    changes: LOOP,
    state: { fault: "The thread cannot be read: the disk is busy. It is tried again." },
    says: ["the disk is busy"],
  },
  restricted: { state: { isTrusted: false }, says: ["Restricted Mode"] },
};

describe.each(Object.entries(STATES))("the state %s", (name, { changes, state, says }) => {
  it("says what is to know, and is drawn in every theme and width without a fault", async () => {
    const panel = await PanelPage.open(browser, {
      ...(changes === undefined ? {} : { changes }),
      state: { samples: ["penguins.csv", "seattle-weather.csv", "gapminder.csv"], ...state },
    });
    const text = await panel.page.locator("body").innerText();
    for (const sentence of says) expect(text).toContain(sentence);
    for (const kind of THEME_KINDS) {
      await panel.setTheme(kind);
      await panel.screenshot(`${name}-${kind}`);
      expect(await accessibilityFaults(panel.page), kind).toEqual([]);
    }
    await panel.page.setViewportSize({ width: 260, height: 900 });
    await panel.setTheme("dark");
    await panel.screenshot(`${name}-narrow`);
    const overflow = await panel.page.evaluate(
      () => document.documentElement.scrollWidth - window.innerWidth,
    );
    expect(overflow).toBeLessThanOrEqual(0);
    await panel.close();
  });
});
