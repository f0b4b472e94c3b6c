import { InterpreterError } from "../base/errors.ts";
import { newId } from "../base/ids.ts";
import type { FunctionCall } from "../domain/event.ts";
import type { AnsweredCall } from "./model.ts";
import type { RunContext } from "./runner.ts";

/** Whether the client is asked for any of them. */
export function hasKnownCall({ settings }: RunContext, calls: readonly FunctionCall[]): boolean {
  return calls.some((call) => settings?.functions?.some(({ name }) => name === call.name) === true);
}

/**
 * Has the client call its functions; a function that it does not have is answered here, so that the model sees it. Null:
 * the client answers in a later run.
 */
export async function answerCalls(
  context: RunContext,
  calls: readonly FunctionCall[],
  signal: AbortSignal,
): Promise<AnsweredCall[] | null> {
  const names = new Set(context.settings?.functions?.map(({ name }) => name));
  const known = calls.filter(({ name }) => names.has(name));
  const outputs = new Map<string, string>();
  if (known.length > 0) {
    if (context.callFunctions === undefined) {
      throw new InterpreterError("defect", "no_functions", "Functions of a client cannot be called here.");
    }
    const given = await context.callFunctions(newId("step"), known, signal);
    if (given === null) return null;
    for (const { id, output } of given) outputs.set(id, output);
  }
  return calls.map((call) => ({
    ...call,
    output: outputs.get(call.id) ?? `There is no function ${JSON.stringify(call.name)}.`,
  }));
}
