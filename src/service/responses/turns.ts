import type { FunctionCall, LoggedEvent } from "../../domain/event.ts";
import type { FileRef } from "../../domain/file.ts";
import type { Turn } from "../../run/model.ts";
import { ApiError } from "../errors.ts";
import type { EventLog } from "../eventLog.ts";
import { turnsOf } from "../history.ts";
import { isResponse, type Past } from "./past.ts";
import type { CodeItem, Item, QuestionItem } from "./wire.ts";

type Call = FunctionCall & { output: string };

/**
 * What a model is to read: turns, and what the system and the developer say. `refOf` gives a file as Python has it, or
 * nothing for one that is gone. Throws the API's 400 for a call without an output, and an output without a call.
 */
export function turnsFor(
  { log }: { log: EventLog },
  past: Past,
  input: readonly Item[],
  refOf: (fileId: string) => FileRef | undefined = () => undefined,
) {
  const reader = new TurnsReader(refOf);
  for (const part of past) {
    for (const item of isResponse(part) ? part.input : [part]) reader.takeItem(item);
    if (isResponse(part)) reader.takeRun(log.ofRun(part.run_id));
  }
  for (const item of input) reader.takeItem(item);
  return { turns: reader.finish(), instructions: reader.instructions.join("\n\n") };
}

/** What was said and done, as a model reads it, from items that clients sent and from runs of earlier responses. */
class TurnsReader {
  readonly #turns: Turn[] = [];
  /** What the system and the developer say, wherever they say it. */
  readonly instructions: string[] = [];
  readonly #refOf: (fileId: string) => FileRef | undefined;
  readonly #calls = new Map<string, Call>();
  readonly #unanswered = new Set<string>();

  constructor(refOf: (fileId: string) => FileRef | undefined) {
    this.#refOf = refOf;
  }

  takeItem(item: Item): void {
    switch (item.type) {
      case "message":
        if (item.role === "user") this.#turns.push(this.#question(item));
        else if (item.role !== "assistant") this.instructions.push(wordsOf(item));
        else {
          const text = item.content.map((part) => part.text).join("");
          this.#turns.push({ role: "assistant", text, cells: [] });
        }
        break;
      case "function_call":
        this.#ask({ id: item.call_id, name: item.name, arguments: item.arguments });
        break;
      case "function_call_output":
        this.#answer(item.call_id, item.output);
        break;
      case "code_interpreter_call":
        this.#takeCode(item);
        break;
    }
  }

  takeRun(events: Iterable<LoggedEvent>): void {
    const all = [...events];
    this.#turns.push(...turnsOf(all));
    const asked = all.findLast(({ change }) => change.type === "calls.requested")?.change;
    if (asked?.type === "calls.requested") for (const call of asked.calls) this.#ask(call);
  }

  finish(): readonly Turn[] {
    const [open] = this.#unanswered;
    if (open === undefined) return this.#turns;
    throw new ApiError(400, `No tool output found for function call ${open}.`, { param: "input" });
  }

  #question(item: QuestionItem): Turn {
    const files = item.content.flatMap((part) =>
      part.type === "input_text" ? [] : (this.#refOf(part.file_id) ?? []),
    );
    return { role: "user", text: wordsOf(item), files };
  }

  /** Calls of one answer stand together, behind the words that came before them. */
  #ask(call: FunctionCall): void {
    // Some clients give back what they follow as well.
    if (this.#calls.has(call.id)) return;
    const last = this.#turns.at(-1);
    const isOpen =
      last?.role === "assistant" &&
      last.cells.length === 0 &&
      (last.calls ?? []).every(({ id }) => this.#unanswered.has(id));
    const asked: Call = { ...call, output: "" };
    this.#calls.set(call.id, asked);
    this.#unanswered.add(call.id);
    if (isOpen) this.#turns.pop();
    const before = isOpen ? last : { text: "", calls: [] };
    this.#turns.push({
      role: "assistant",
      text: before.text,
      cells: [],
      calls: [...(before.calls ?? []), asked],
    });
  }

  #answer(callId: string, output: string): void {
    const call = this.#calls.get(callId);
    if (call === undefined) {
      throw new ApiError(400, `No tool call found for function call output with call_id ${callId}.`, {
        param: "input",
      });
    }
    call.output = output;
    this.#unanswered.delete(callId);
  }

  #takeCode({ id, code, outputs, status }: CodeItem): void {
    this.#turns.push({ role: "assistant", text: "", cells: [{ id, code: code ?? "" }] });
    this.#turns.push({
      role: "cell",
      id,
      failed: status !== "completed",
      outputs: (outputs ?? []).flatMap((output) =>
        output.type === "logs"
          ? [{ kind: "stream" as const, name: "stdout" as const, text: output.logs }]
          : [],
      ),
    });
  }
}

function wordsOf({ content }: QuestionItem): string {
  return content.flatMap((part) => (part.type === "input_text" ? [part.text] : [])).join("\n");
}
