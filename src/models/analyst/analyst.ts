import type { Model, ModelEvent, ModelRequest } from "../../run/model.ts";
import { choosePlaybook } from "./choose.ts";
import type { CellResult, CellToRun, Playbook } from "./playbook.ts";
import { questionOf, resultsOf } from "./question.ts";

/**
 * Answers without any model, key or network: recognises what it was given, writes real Python for it, corrects it when
 * it fails, and reports numbers only as the code printed them. It keeps no state: each step replays the playbook with
 * the results so far.
 */
export class Analyst implements Model {
  readonly name = "built-in analyst";

  async *respond({ turns, mayRunCode }: ModelRequest, signal: AbortSignal): AsyncGenerator<ModelEvent> {
    signal.throwIfAborted();
    const step = nextStep(choosePlaybook(questionOf(turns)), resultsOf(turns), mayRunCode);
    if (typeof step === "string") {
      yield* words(step);
      return;
    }
    if (step.say !== undefined) yield* words(step.say);
    yield { type: "cell.started", id: `cell-${turns.length}` };
    for (const line of step.code.match(/[^\n]*\n|[^\n]+$/g) ?? []) yield { type: "cell.code", delta: line };
    yield { type: "cell.done", code: step.code };
  }
}

function* words(text: string): Generator<ModelEvent> {
  for (const delta of text.match(/\s*\S+\s*/g) ?? []) yield { type: "text", delta };
}

function nextStep(
  playbook: Playbook,
  results: readonly CellResult[],
  mayRunCode: boolean,
): CellToRun | string {
  let step = playbook.next();
  for (const result of results) {
    if (step.done === true) break;
    step = playbook.next(result);
  }
  if (mayRunCode) return step.value;
  // Without more cells it answers with what it has.
  while (step.done !== true) step = playbook.next(NOT_RUN);
  return step.value;
}

const NOT_RUN: CellResult = {
  failed: true,
  outputs: [{ kind: "stream", name: "stderr", text: "The limit of cells for one question is reached." }],
};
