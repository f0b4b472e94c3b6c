import { InterpreterError } from "../base/errors.ts";
import { GIVEN_CODE, pythonIn } from "../domain/givenCode.ts";
import type { Model, ModelEvent, ModelRequest } from "./model.ts";

/** Takes a model's place where the question's own Python is to be run: one cell, as it is, and no words. */
export class GivenCode implements Model {
  readonly name = GIVEN_CODE;
  readonly maySayNothing = true;

  async *respond({ turns, mayRunCode }: ModelRequest): AsyncGenerator<ModelEvent> {
    const question = turns.findLast(({ role }) => role === "user");
    if (turns.indexOf(question!) < turns.findLastIndex(({ role }) => role === "cell")) return;
    const code = question?.role === "user" ? pythonIn(question.text) : null;
    if (code === null || !mayRunCode) {
      throw new InterpreterError("user", "no_code", "The question holds no Python that may be run.", {
        action: "Put the code into a fence that begins with ```python, and allow the code interpreter.",
      });
    }
    yield { type: "cell.started", id: "given" };
    yield { type: "cell.code", delta: code };
    yield { type: "cell.done", code };
  }
}
