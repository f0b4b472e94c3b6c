import { expect, it } from "vitest";
import { ProgressLine } from "../../src/cli/progressLine.ts";
import type { Change } from "../../src/domain/event.ts";
import { FakeClock } from "../fakes/fakeClock.ts";

const RUNNING: Change = { type: "cell.running", runId: "run", cellId: "cell", code: "work()" };
const WORDS: Change = { type: "text.delta", runId: "run", messageId: "message", delta: "Done." };

function openTerminal(isTTY: boolean) {
  const written: string[] = [];
  const clock = new FakeClock();
  const line = new ProgressLine({ isTTY, write: (text) => written.push(text) }, clock);
  return { line, clock, written };
}

it("counts the seconds of a cell, and is gone before the next word", async () => {
  const { line, clock, written } = openTerminal(true);
  line.after(RUNNING);
  await clock.pass(2500);
  expect(written).toEqual(["\r\u001b[2K… running, 1 s", "\r\u001b[2K… running, 2 s"]);
  line.after(WORDS);
  expect(written.at(-1)).toBe("\r\u001b[2K");
  await clock.pass(5000);
  expect(written).toHaveLength(3);
});

it("shows nothing for what is quick, or where there is no terminal", async () => {
  const quick = openTerminal(true);
  quick.line.after(RUNNING);
  await quick.clock.pass(900);
  quick.line.after(WORDS);
  const piped = openTerminal(false);
  piped.line.after(RUNNING);
  await piped.clock.pass(9000);
  expect([quick.written, piped.written]).toEqual([[], []]);
});
