import type { Change } from "../../src/domain/event.ts";
import {
  cell,
  cellDone,
  code,
  created,
  ended,
  file,
  prints,
  question,
  running,
  session,
  shows,
  started,
  text,
  textDone,
  words,
} from "../thread/events.ts";

/** Numbers from 0 to below 1 that are the same for the same seed (mulberry32). */
export function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** What may happen in a thread, in any order, some of it to messages and cells that are not there. */
export function randomLog(random: () => number, length: number): Change[] {
  const id = (kind: string): string => `${kind}${Math.floor(random() * 4)}`;
  const makers: readonly (() => Change)[] = [
    () => question(`Question ${random()}`, id("msg"), [file(id("in"))]),
    () => created(id("run")),
    () => started,
    () => text(id("text")),
    () => words(id("text"), `word ${random()}`),
    () => textDone(id("text"), `whole ${random()}`),
    () => cell(id("cell")),
    () => code(id("cell"), "x = 1\n"),
    () => running(id("cell"), "x = 1\ny"),
    () => prints(id("cell"), `line ${random()}\n`),
    () => prints(id("cell"), `line ${random()}\n`),
    () => shows(id("cell"), file(id("plot"), `file-${random()}`)),
    () => cellDone(id("cell"), random() < 0.5 ? "ok" : "error", [file(id("out"), `file-${random()}`)]),
    () => session(random() < 0.5),
    () => ended,
    () => ({ type: "question.queued", question: { id: id("msg"), text: `${random()}`, files: [] } }),
    () => ({ type: "question.removed", questionId: id("msg") }),
  ];
  const changes = Array.from({ length }, () => makers[Math.floor(random() * makers.length)]!());
  return [question("First"), ...changes];
}
