import { pythonIn } from "../../domain/givenCode.ts";
import { findEquations, findExpression } from "./equations.ts";
import { filesPlaybook } from "./files.ts";
import { followUp } from "./followUp.ts";
import type { Playbook, Question } from "./playbook.ts";
import { solve, workOut } from "./solve.ts";
import { runPlaybook } from "./source/selection.ts";
import { MODEL_HINT } from "./words.ts";

const ABILITIES =
  "I am the built-in analyst: without a model I can analyse tables (CSV, TSV, Excel, JSON), look through texts, PDF, Word and PowerPoint documents, pictures, source code and archives, run Python, and solve equations or arithmetic.";
/** What to do about a question. */
export function choosePlaybook(question: Question): Playbook {
  const python = pythonIn(question.text);
  if (python !== null) return runPlaybook(python);
  if (!question.filesAreNew) {
    const equations = findEquations(question.text);
    if (equations.length > 0) return solve(equations);
    const expression = findExpression(question.text);
    if (expression !== null) return workOut(expression);
  }
  if (question.files.length === 0) return abilities();
  return question.filesAreNew ? filesPlaybook(question) : followUp(question);
}

function* abilities(): Playbook {
  return `${ABILITIES} ${MODEL_HINT}`;
}
