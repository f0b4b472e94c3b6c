import { describe, expect, it } from "vitest";
import type { Transcript } from "../../src/domain/transcript.ts";
import type { PanelPatch, PanelState } from "../../src/panel/messages.ts";
import { applyPatch, diffStates } from "../../src/panel/patch.ts";
import { emptyTranscript, reduceTranscript } from "../../src/thread/reduceTranscript.ts";
import { cell, cellDone, created, logOf, prints, question, THREAD, transcriptOf } from "../thread/events.ts";
import { randomLog, randomOf } from "./randomLog.ts";

const stateOf = (transcript: Transcript | null): PanelState => ({
  model: "Built-in analyst",
  isAnalyst: true,
  codeAt: null,
  filesUri: "https://files/",
  samples: ["penguins.csv"],
  session: null,
  attachments: [],
  suggestions: [],
  editor: null,
  fault: null,
  isTrusted: true,
  transcript,
});

/** As it arrives on the other side of the webview. */
const sent = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T;

describe("a page that gets patches has what the host has", () => {
  it.each(Array.from({ length: 60 }, (_, index) => index + 1))("whatever happens (seed %i)", (seed) => {
    const random = randomOf(seed);
    let transcript = emptyTranscript(THREAD);
    let onHost = stateOf(transcript);
    let onPage = sent(onHost);
    for (const event of logOf(...randomLog(random, 80))) {
      transcript = reduceTranscript(transcript, event);
      // Several events may come between two patches.
      if (random() < 0.5) continue;
      const next = stateOf(transcript);
      const patch = diffStates(onHost, next);
      expect(patch).not.toBeNull();
      onPage = applyPatch(onPage, sent(patch as PanelPatch));
      onHost = next;
      expect(onPage).toStrictEqual(sent(onHost));
    }
  });
});

describe("a patch", () => {
  const before = stateOf(
    transcriptOf(
      question("First"),
      cell("a"),
      question("Second", "msg_2"),
      created(),
      cell("b"),
      prints("b", "1"),
      cell("c"),
    ),
  );
  const happen = (state: PanelState, ...changes: Parameters<typeof logOf>): PanelState =>
    stateOf(logOf(...changes).reduce(reduceTranscript, state.transcript!));

  it("holds only what is new", () => {
    const long = "x".repeat(10_000);
    const printed = happen(before, prints("c", long));
    const patch = diffStates(printed, happen(printed, prints("c", "2")))!;
    expect(patch.turns.map(({ index }) => index)).toEqual([1]);
    expect(patch.turns[0]?.turn.blocks).toMatchObject([
      { index: 1, block: { keepOutputs: 1, outputs: [{ text: "2" }] } },
    ]);
    expect(JSON.stringify(patch)).not.toContain(long);
  });

  it("leaves out what stands around the turns and did not change", () => {
    const printed = {
      ...before,
      suggestions: ["Plot it"],
      transcript: happen(before, prints("c", "2")).transcript,
    };
    const { surroundings, head } = diffStates(before, printed)!;
    expect(surroundings).toEqual({ suggestions: ["Plot it"] });
    expect(Object.keys(head)).toEqual(["seq"]);
  });

  it("leaves the parts that it does not touch the same objects", () => {
    const page = sent(before);
    const after = applyPatch(page, diffStates(before, happen(before, cellDone("c")))!);
    expect(after.transcript?.turns[0]).toBe(page.transcript?.turns[0]);
    expect(after.transcript?.turns[1]?.blocks[0]).toBe(page.transcript?.turns[1]?.blocks[0]);
    expect(after.transcript?.turns[1]?.blocks[1]).not.toBe(page.transcript?.turns[1]?.blocks[1]);
  });

  it("brings another model and other samples", () => {
    const other: PanelState = { ...before, model: "gpt", samples: [], filesUri: "https://else/" };
    expect(applyPatch(sent(before), diffStates(before, other)!)).toStrictEqual(sent(other));
  });

  it("is not made where a snapshot is needed", () => {
    const other = stateOf({ ...before.transcript!, threadId: "thread_2" });
    for (const [from, to] of [
      [null, before],
      [before, stateOf(null)],
      [stateOf(null), before],
      [stateOf(null), stateOf(null)],
      [before, other],
    ] as const) {
      expect(diffStates(from, to)).toBeNull();
    }
  });
});
