import { describe, expect, it } from "vitest";
import type { Change } from "../../src/domain/event.ts";
import type { Block, Transcript } from "../../src/domain/transcript.ts";
import { isBusy, isCorrected, triesBefore } from "../../src/domain/transcript.ts";
import { titleOf } from "../../src/domain/title.ts";
import { emptyTranscript, reduceTranscript } from "../../src/thread/reduceTranscript.ts";
import {
  cell,
  cellDone,
  code,
  created,
  ended,
  file,
  logOf,
  prints,
  question,
  running,
  session,
  shows,
  started,
  text,
  textDone,
  THREAD,
  transcriptOf,
  words,
} from "./events.ts";

const blocksOf = (...changes: Parameters<typeof transcriptOf>): readonly Block[] =>
  transcriptOf(question("Why?"), created(), started, ...changes).turns[0]?.blocks ?? [];

it("a note of a run stands where it was made", () => {
  const blocks = blocksOf(text("m1"), words("m1", "One."), {
    type: "run.note",
    runId: "run_1",
    text: "Files were restored.",
  });
  expect(blocks.at(-1)).toMatchObject({ kind: "note", text: "Files were restored." });
});

describe("a question", () => {
  it("begins a turn and gives the thread its title and files", () => {
    const transcript = transcriptOf(
      { type: "thread.created" },
      question("Why?\nReally?", "msg_1", [file("a.csv")]),
    );
    expect(transcript).toMatchObject({ threadId: THREAD, title: "Why?", seq: 2 });
    expect(transcript.turns).toMatchObject([
      { id: "msg_1", question: "Why?\nReally?", state: "waiting", runId: null, askedAt: 2000 },
    ]);
    expect(transcript.files).toEqual([{ ...file("a.csv"), role: "input", at: 2000 }]);
    expect(isBusy(transcript)).toBe(false);
  });

  it("that comes later leaves the title as it is", () => {
    expect(transcriptOf(question("First"), question("Second", "msg_2")).title).toBe("First");
  });

  it.each([
    ["", ""],
    ["\n\n  spaced  \nmore", "spaced  "],
    ["Run line 2 of a.py:\n```python\n1 / 0\n```", "Run line 2 of a.py"],
    ["x".repeat(60), "x".repeat(60)],
    ["😀".repeat(61), `${"😀".repeat(59)}…`],
  ])("%j is shortened to a title", (asked, title) => {
    expect(titleOf(asked)).toBe(title);
  });
});

describe("a run", () => {
  it("goes from queued to running to stopping to its end", () => {
    const changes = [
      question("Why?"),
      created(),
      started,
      { type: "run.cancelling", runId: "run_1" } as const,
      { type: "run.ended", runId: "run_1", end: "cancelled" } as const,
    ];
    const states = changes.map((_, index) => transcriptOf(...changes.slice(0, index + 1)).turns[0]?.state);
    expect(states).toEqual(["waiting", "queued", "running", "stopping", "cancelled"]);
    expect(changes.map((_, index) => isBusy(transcriptOf(...changes.slice(0, index + 1))))).toEqual([
      false,
      true,
      true,
      true,
      false,
    ]);
  });

  it("ends with its reason, its tokens and its time", () => {
    const usage = { promptTokens: 3, completionTokens: 4 };
    const error = { code: "x", message: "It failed." };
    const { turns } = transcriptOf(question("Why?"), created(), {
      type: "run.ended",
      runId: "run_1",
      end: "failed",
      error,
      usage,
    });
    expect(turns[0]).toMatchObject({
      state: "failed",
      error: "It failed.",
      usage,
      endedAt: 3000,
      model: "test-model",
    });
  });
});

describe("words", () => {
  it("grow, and are in the end what the event of the end says", () => {
    expect(blocksOf(text("m"), words("m", "Be"), words("m", "cause"))).toEqual([
      { kind: "text", id: "m", text: "Because" },
    ]);
    expect(blocksOf(text("m"), words("m", "Be"), textDone("m", "Because."))).toMatchObject([
      { text: "Because." },
    ]);
  });
});

describe("a cell", () => {
  it("is written, runs and ends with all that it produced, in order", () => {
    const blocks = blocksOf(
      cell("c"),
      code("c", "1 +"),
      code("c", " 1"),
      running("c", "1 + 1"),
      prints("c", "a"),
      shows("c", file("p.png")),
      prints("c", "b"),
      {
        type: "cell.done",
        runId: "run_1",
        cellId: "c",
        end: "lost",
        durationMs: 7,
        files: [],
        reason: "Gone.",
      },
    );
    expect(blocks).toMatchObject([
      { code: "1 + 1", state: "lost", durationMs: 7, reason: "Gone.", attempt: 1 },
    ]);
    expect(blocks[0]).toHaveProperty("outputs.length", 3);
    expect(blocksOf(cell("c"), code("c", "1 +"))).toMatchObject([{ code: "1 +", state: "writing" }]);
  });

  it("right after a failed one is the next attempt, words between them or not", () => {
    const blocks = blocksOf(
      cell("a"),
      cellDone("a", "error"),
      text("m"),
      cell("b"),
      cellDone("b", "error"),
      cell("c"),
      cellDone("c"),
      cell("d"),
      cellDone("d", "stopped"),
      cell("e"),
    );
    const attempts = blocks.flatMap((block) => (block.kind === "cell" ? [block.attempt] : []));
    expect(attempts).toEqual([1, 2, 3, 1, 1]);
  });
});

describe("a run that tells more about itself", () => {
  const sent = { to: "api.example.com", instructions: "Be brief." };
  const told: Change = { type: "run.started", runId: "run_1", model: "gpt-x", maxCells: 4, sent };

  it("is known with who answers, and with what is sent where", () => {
    const { turns } = transcriptOf(question("Why?"), created(), told);
    expect(turns[0]).toMatchObject({ model: "gpt-x", sent, maxCells: 4, state: "running" });
    const [old] = transcriptOf(question("Why?"), created(), started).turns;
    expect(old).toMatchObject({ model: "test-model" });
    expect(old).not.toHaveProperty("sent");
  });

  it("has as many attempts left as cells", () => {
    const { turns } = transcriptOf(
      question("Why?"),
      created(),
      told,
      cell("a"),
      cellDone("a"),
      cell("b"),
      cellDone("b", "error"),
      text("m"),
      cell("c"),
      cellDone("c", "error"),
      cell("d"),
    );
    const cells = turns[0]!.blocks.filter((block) => block.kind === "cell");
    expect(cells.map(({ attempt, maxAttempts }) => [attempt, maxAttempts])).toEqual([
      [1, 4],
      [1, 3],
      [2, 3],
      [3, 3],
    ]);
    const { blocks } = turns[0]!;
    const at = (id: string): number => blocks.findIndex((block) => block.id === id);
    expect(triesBefore(blocks, at("d")).map(({ id }) => id)).toEqual(["b", "c"]);
    expect(triesBefore(blocks, at("b"))).toEqual([]);
    expect(triesBefore(blocks, at("m"))).toEqual([]);
    expect(["a", "b", "m", "c", "d"].map((id) => isCorrected(blocks, at(id)))).toEqual([
      false,
      true,
      false,
      true,
      false,
    ]);
  });
});

describe("a session", () => {
  it("is noted where it takes the place of one that ended", () => {
    expect(transcriptOf(question("Why?"), session(false)).session).toEqual({
      runtime: "Python",
      isolation: ["own process"],
    });
    expect(blocksOf(session(false))).toEqual([]);
    const note = {
      kind: "note",
      text: "A new Python session was started: variables are gone, files are kept.",
    };
    expect(blocksOf(cell("a"), running("a", "x"), session(true))).toMatchObject([note, { kind: "cell" }]);
    expect(blocksOf(session(true))).toMatchObject([note]);
  });
});

describe("files", () => {
  it("count when a message hands them over, but only once", () => {
    const handOver = (id: string): Change => ({
      type: "text.done",
      runId: "run_1",
      messageId: id,
      text: "Here.",
      files: [file("b.csv")],
    });
    const changes = [question("Why?"), created(), text("m"), handOver("m"), text("n")];
    const before = transcriptOf(...changes);
    expect(before.files).toMatchObject([{ name: "b.csv", role: "output", at: 4000 }]);
    expect(before.turns[0]?.files).toEqual([file("b.csv")]);
    expect(transcriptOf(...changes, handOver("n")).files).toEqual(before.files);
  });

  it("are known by their newest version, in order of first appearance", () => {
    const transcript = transcriptOf(
      question("Why?", "msg_1", [file("a.csv")]),
      created(),
      cell("c"),
      shows("c", file("p.png")),
      cellDone("c", "ok", [file("b.csv"), file("a.csv", "file-new")]),
      cell("d"),
      cellDone("d", "ok", [file("b.csv", "file-b2")]),
      ended,
    );
    expect(transcript.files.map(({ name, id, role }) => [name, id, role])).toEqual([
      ["a.csv", "file-new", "output"],
      ["p.png", "file-p.png", "output"],
      ["b.csv", "file-b2", "output"],
    ]);
    expect(transcript.turns[0]?.files.map(({ id }) => id)).toEqual(["file-p.png", "file-b2", "file-new"]);
  });
});

describe("a question that waits", () => {
  const waiting = (id: string): Change => ({
    type: "question.queued",
    question: { id, text: `Question ${id}`, files: [file("a.csv")] },
  });
  const idsIn = ({ queue }: Transcript): string[] => queue.map(({ id }) => id);

  it("is in the queue, in order, until it is removed or becomes a turn", () => {
    const changes = [question("Why?"), created(), started, waiting("a"), waiting("b"), waiting("c")];
    expect(transcriptOf(...changes).queue).toMatchObject([
      { id: "a", text: "Question a", files: [{ name: "a.csv" }] },
      { id: "b" },
      { id: "c" },
    ]);
    const removed: Change[] = [...changes, { type: "question.removed", questionId: "b" }];
    expect(idsIn(transcriptOf(...removed))).toEqual(["a", "c"]);
    const sent = transcriptOf(...removed, ended, question("Question a", "a"));
    expect(idsIn(sent)).toEqual(["c"]);
    expect(sent.turns.at(-1)).toMatchObject({ id: "a", question: "Question a", state: "waiting" });
  });

  it("leaves the queue as it is when another one is asked", () => {
    const before = transcriptOf(question("Why?"), waiting("a"));
    const [event] = logOf(question("And?", "msg_2"));
    expect(reduceTranscript(before, { ...event!, seq: 3 }).queue).toBe(before.queue);
  });
});

describe("a file that was given", () => {
  const given = question("Why?", "msg_1", [file("a.csv")]);
  const filesOf = (...changes: Parameters<typeof transcriptOf>) => transcriptOf(given, ...changes).files;

  it("is an input until code changes it; then it is an output that knows the version given", () => {
    expect(filesOf()).toEqual([{ ...file("a.csv"), role: "input", at: 1000 }]);
    const changed = [cell("c"), cellDone("c", "ok", [file("a.csv", "file-2")])];
    const output = { role: "output", original: file("a.csv") };
    expect(filesOf(...changed)).toEqual([{ ...file("a.csv", "file-2"), ...output, at: 3000 }]);
    const again = cellDone("c", "ok", [file("a.csv", "file-3")]);
    expect(filesOf(...changed, again)).toEqual([{ ...file("a.csv", "file-3"), ...output, at: 4000 }]);
  });

  it("anew is an input again, and what code made has no original", () => {
    const changed = [cell("c"), cellDone("c", "ok", [file("a.csv", "file-2"), file("b.csv")])];
    const anew = question("Again?", "msg_2", [file("a.csv", "file-3")]);
    expect(filesOf(...changed, anew)).toEqual([
      { ...file("a.csv", "file-3"), role: "input", at: 4000 },
      { ...file("b.csv"), role: "output", at: 3000 },
    ]);
  });
});

describe("what is unknown", () => {
  it.each([
    ["words without a message", words("nobody", "x")],
    ["the end of no message", textDone("nobody", "x")],
    ["code of no cell", code("nobody", "x")],
    ["output of no cell", prints("nobody", "x")],
    ["words for a cell", words("c", "x")],
  ])("%s changes nothing but the number of the event", (_, change) => {
    const before = transcriptOf(question("Why?"), created(), cell("c"));
    const [event] = logOf(change);
    const after = reduceTranscript(before, { ...event!, seq: 4 });
    expect(after).toEqual({ ...before, seq: 4 });
  });

  it("events before any question do not crash", () => {
    for (const change of [created(), started, cell("c"), prints("c", "x"), session(true), ended]) {
      expect(transcriptOf(change).turns).toEqual([]);
    }
  });
});

it("parts that did not change are the same objects", () => {
  const before = transcriptOf(
    question("First"),
    created(),
    cell("a"),
    cellDone("a"),
    ended,
    question("Second", "msg_2"),
    created("run_2"),
    cell("b"),
    prints("b", "1"),
    cell("c"),
  );
  const [event] = logOf(prints("c", "2"));
  const after = reduceTranscript(before, { ...event!, seq: 11 });
  expect(after.turns[0]).toBe(before.turns[0]);
  expect(after.turns[1]?.blocks[0]).toBe(before.turns[1]?.blocks[0]);
  expect(after.turns[1]?.blocks[1]).not.toBe(before.turns[1]?.blocks[1]);
  expect(after.files).toBe(before.files);
  expect(emptyTranscript("t")).toEqual({
    threadId: "t",
    title: "",
    turns: [],
    files: [],
    queue: [],
    session: null,
    seq: 0,
  });
});
