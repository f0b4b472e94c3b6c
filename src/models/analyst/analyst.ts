import type { Model, ModelEvent, ModelRequest, Turn } from "../../run/model.ts";
import { choosePlaybook } from "./choose.ts";
import type { CellResult, CellToRun, Playbook, Question } from "./playbook.ts";

/**
 * Answers without any model, key or network: recognises what it was given, writes real Python for it, corrects it when
 * it fails, and reports numbers only as the code printed them. It keeps no state: each step replays the playbook with
 * the results so far.
 */
export class Analyst implements Model {
  readonly name = "built-in analyst";

  async *respond({ turns, mayRunCode }: ModelRequest, signal: AbortSignal): AsyncGenerator<ModelEvent> {
    signal.throwIfAborted();
    const step = nextStep(choosePlaybook(questionOf(turns)), resultsOf(turns));
    if (typeof step === "string") {
      yield* words(step);
      return;
    }
    if (!mayRunCode) {
      yield* words("The limit of cells for one question is reached; what was found so far is above.");
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

function nextStep(playbook: Playbook, results: readonly CellResult[]): CellToRun | string {
  let step = playbook.next();
  for (const result of results) {
    if (step.done === true) break;
    step = playbook.next(result);
  }
  return step.value;
}

/** Results of the cells since the last question. */
function resultsOf(turns: readonly Turn[]): CellResult[] {
  const asked = turns.findLastIndex(({ role }) => role === "user");
  return turns.slice(asked + 1).filter((turn) => turn.role === "cell");
}

function questionOf(turns: readonly Turn[]): Question {
  const questions = turns.filter((turn) => turn.role === "user");
  const last = questions.at(-1);
  const text = last?.text ?? "";
  const filesAreNew = (last?.files.length ?? 0) > 0;
  const withFiles = questions.findLast(({ files }) => files.length > 0)?.files ?? [];
  const named = filesAreNew
    ? []
    : questions.flatMap(({ files }) => files).filter(({ name }) => text.includes(name));
  return { text, files: named.length > 0 ? named : withFiles, filesAreNew };
}
