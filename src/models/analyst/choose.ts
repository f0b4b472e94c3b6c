import type { FileRef } from "../../domain/file.ts";
import { findEquations, findExpression } from "./equations.ts";
import type { Playbook, Question } from "./playbook.ts";
import { runPlaybook, selectedPython } from "./selection.ts";
import { solve, workOut } from "./solve.ts";
import { tablePlaybook } from "./table/playbook.ts";
import { textPlaybook } from "./text.ts";
import { literal } from "./words.ts";

const TABLES = /\.(csv|tsv|tab|xlsx|json|jsonl|ndjson)$/i;
const TEXTS = /\.(txt|md|log|py|js|ts|html|xml|tex|css|c|cpp|java|rb|php|ya?ml|toml|ini)$/i;

const ABILITIES =
  "I am the built-in analyst: without a model I can analyse tables (CSV, TSV, Excel, JSON), look through text files, run Python that you select, and solve equations or arithmetic.";
const MODEL_HINT =
  'For anything else choose a model: the settings "Code Interpreter: Endpoint" and "Code Interpreter: Model".';

/** What to do about a question. */
export function choosePlaybook(question: Question): Playbook {
  const python = selectedPython(question.text);
  if (python !== null) return runPlaybook(python);
  if (!question.filesAreNew) {
    const equations = findEquations(question.text);
    if (equations.length > 0) return solve(equations);
    const expression = findExpression(question.text);
    if (expression !== null) return workOut(expression);
  }
  const file = chooseFile(question);
  if (file === undefined) return say(`${ABILITIES} ${MODEL_HINT}`);
  return withOthers(
    forFile(file, question),
    question.files.filter((other) => other !== file),
  );
}

/** The one that the question names, or that can be looked into, tables first. */
function chooseFile({ text, files }: Question): FileRef | undefined {
  const named = files.filter(({ name }) => text.includes(name));
  const candidates = named.length > 0 ? named : files;
  const find = (kind: RegExp): FileRef | undefined =>
    candidates.find(({ name, bytes }) => bytes > 0 && kind.test(name));
  return find(TABLES) ?? find(TEXTS) ?? candidates[0];
}

function forFile(file: FileRef, question: Question): Playbook {
  if (file.bytes === 0) {
    return say(
      `**${literal(file.name)}** is empty (0 bytes), so there is nothing to analyse. Was it saved? Save it and ask again.`,
    );
  }
  if (TABLES.test(file.name)) return tablePlaybook(file, question.text);
  if (TEXTS.test(file.name)) return textPlaybook(file);
  return say(`I cannot look into **${literal(file.name)}** without a model yet. ${ABILITIES} ${MODEL_HINT}`);
}

function* withOthers(playbook: Playbook, others: readonly FileRef[]): Playbook {
  const answer = yield* playbook;
  if (others.length === 0) return answer;
  const names = others.map(({ name }) => `**${literal(name)}**`).join(", ");
  return `${answer}\n\nI look at one file at a time; ask about ${names} separately, or choose a model.`;
}

function* say(answer: string): Playbook {
  return answer;
}
