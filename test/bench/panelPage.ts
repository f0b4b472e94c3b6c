import { stat } from "node:fs/promises";
import type { Browser, Page } from "playwright-core";
import type { Change } from "../../src/domain/event.ts";
import { TABLE_MIME } from "../../src/domain/tableMime.ts";
import type { Transcript } from "../../src/domain/transcript.ts";
import type { HostMessage, PanelState } from "../../src/panel/messages.ts";
import { diffStates } from "../../src/panel/patch.ts";
import { emptyTranscript, reduceTranscript } from "../../src/thread/reduceTranscript.ts";
import { launchBrowser } from "../browser.ts";
import { FakeSource } from "../panel/fakeSource.ts";
import { PanelPage } from "../panel/page.ts";
import {
  cell,
  cellDone,
  created,
  file,
  prints,
  question,
  running,
  shows,
  started,
  text,
  textDone,
  THREAD,
} from "../thread/events.ts";
import { type Promised } from "./measure.ts";

const ROUNDS = 5;
// As many as a run may have.
const CELLS_A_TURN = 12;
const TURNS = 42;
const PIECE = 64 * 1024;
const PIECES = (10 * 1024 * 1024) / PIECE;

/** The panel's page as it ships, in Chromium: long threads, one more line, much output, its own size. */
export async function measurePanelPage(): Promise<Promised[]> {
  const browser = await launchBrowser();
  try {
    const opened: number[] = [];
    const appended: number[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      const { open, append } = await timeThread(browser);
      opened.push(open);
      appended.push(append);
    }
    const streamed = await longestTask(browser);
    const { size } = await stat("dist/panel/main.js");
    const cells = TURNS * CELLS_A_TURN;
    return [
      { what: `Panel: open a thread of ${cells} cells`, worst: Math.max(...opened), atMost: 300, unit: "ms" },
      { what: "Panel: append one line to it", worst: Math.max(...appended), atMost: 16, unit: "ms" },
      { what: "Panel: longest task while 10 MB are printed", worst: streamed, atMost: 100, unit: "ms" },
      { what: "Panel: its script, minified", worst: size / 1024, atMost: 250, unit: "KB" },
    ];
  } finally {
    await browser.close();
  }
}

/** From the message's coming to the page's being drawn; and the work that one more printed line makes. */
async function timeThread(browser: Browser): Promise<{ open: number; append: number }> {
  const panel = await PanelPage.open(browser);
  const thread = new Thread();
  const snapshot = thread.happen(...longThread());
  const open = await panel.page.evaluate(timeUntilDrawn, snapshot);
  const lines = Array.from({ length: 20 }, (_, line) => thread.happen(prints("last", `line ${line}\n`)));
  const append = await panel.page.evaluate(timeOfWork, lines);
  await panel.close();
  return { open, append };
}

async function longestTask(browser: Browser): Promise<number> {
  const panel = await PanelPage.open(browser);
  const thread = new Thread();
  const begin = thread.happen(
    question("Print much"),
    created(),
    started,
    cell("c1"),
    running("c1", "print()"),
  );
  const line = `${"0123456789 ".repeat(9)}\n`;
  const piece = line.repeat(Math.ceil(PIECE / line.length)).slice(0, PIECE);
  const pieces = Array.from({ length: PIECES }, () => thread.happen(prints("c1", piece)));
  const worst = await stream(panel.page, [begin, ...pieces]);
  await panel.close();
  return worst;
}

/** A thread whose changes become the messages that the host would send, as JSON. */
class Thread {
  #state: PanelState = new FakeSource({ filesUri: "https://panel.test/files" }).current;
  #seq = 0;
  #revision = 100;

  happen(...changes: Change[]): string {
    const before = this.#state;
    const transcript = changes.reduce<Transcript>(
      (reduced, change) => {
        const seq = ++this.#seq;
        return reduceTranscript(reduced, { threadId: THREAD, seq, at: seq * 1000, change });
      },
      before.transcript ?? emptyTranscript(THREAD),
    );
    this.#state = { ...before, transcript };
    const patch = diffStates(before, this.#state);
    const revision = ++this.#revision;
    const message: HostMessage =
      patch === null
        ? { type: "snapshot", revision, state: this.#state }
        : { type: "patch", revision, patch };
    return JSON.stringify(message);
  }
}

function longThread(): Change[] {
  const turns = Array.from({ length: TURNS }, (_, turn): Change[] => [
    question(`What about number ${turn}?`, `msg_${turn}`),
    created(`run_${turn}`),
    started,
    ...Array.from({ length: CELLS_A_TURN }, (__, place) => someCell(`c${turn}-${place}`, place)).flat(),
    text(`t${turn}`),
    textDone(
      `t${turn}`,
      `The mean of **group ${turn}** is 3701.${turn}, see the table:\n\n- one\n- two\n\nThat is all.`,
    ),
    { type: "run.ended", runId: "run_1", end: "completed" },
  ]);
  return [
    ...turns.flat(),
    question("And now?", "msg_last"),
    created("run_last"),
    started,
    cell("last"),
    running("last", "loop()"),
  ];
}

function someCell(id: string, place: number): Change[] {
  const code = [
    "# Look at a part",
    ...Array.from({ length: place + 2 }, (_, line) => `part_${line} = frame["column"].mean()`),
  ];
  return [cell(id), running(id, code.join("\n")), someOutput(id, place), cellDone(id)];
}

function someOutput(id: string, place: number): Change {
  if (place % 3 === 0) return prints(id, "one line of what was printed\n".repeat(15));
  if (place % 3 === 1) return shows(id, file("plot.png"));
  const names = ["country", "a", "b", "c", "d", "e"];
  const fields = names.map((name, column) => ({ name, dtype: column === 0 ? "str" : "float64" }));
  const data = Array.from({ length: 20 }, (_, row) =>
    names.map((name, column) => (column === 0 ? name : row * column * 1.5)),
  );
  return {
    type: "cell.output",
    runId: "run_1",
    cellId: id,
    output: { kind: "display", data: { [TABLE_MIME]: { fields, data, rowCount: 344 } } },
  };
}

// The following run in the page.

async function timeUntilDrawn(json: string): Promise<number> {
  const data = JSON.parse(json) as unknown;
  const begin = performance.now();
  window.dispatchEvent(new MessageEvent("message", { data }));
  // The second frame begins when the first one is on its way to the screen.
  for (let frame = 0; frame < 2; frame++) await new Promise(requestAnimationFrame);
  return performance.now() - begin;
}

/** The longest of the messages, with the layout that they make necessary. */
async function timeOfWork(messages: readonly string[]): Promise<number> {
  let worst = 0;
  for (const json of messages) {
    const data = JSON.parse(json) as unknown;
    await new Promise(requestAnimationFrame);
    const begin = performance.now();
    window.dispatchEvent(new MessageEvent("message", { data }));
    void document.body.offsetHeight;
    worst = Math.max(worst, performance.now() - begin);
  }
  return worst;
}

/** Lets the messages come one every 50 ms, and gives the longest task of that time (50 ms: none was longer). */
function stream(page: Page, messages: readonly string[]): Promise<number> {
  return page.evaluate(async (all) => {
    const parsed = all.map((json) => JSON.parse(json) as unknown);
    let worst = 50;
    const observer = new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) worst = Math.max(worst, duration);
    });
    // What was before, such as taking these messages apart, does not count.
    await new Promise((done) => setTimeout(done, 200));
    observer.observe({ type: "longtask" });
    for (const message of parsed) {
      window.postMessage(message);
      await new Promise((done) => setTimeout(done, 50));
    }
    await new Promise((done) => setTimeout(done, 200));
    observer.disconnect();
    return worst;
  }, messages);
}
