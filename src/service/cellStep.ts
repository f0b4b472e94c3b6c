import type { CellEnd, Change } from "../domain/event.ts";
import type { Output } from "../domain/output.ts";
import { type Cut, type Effects, nothing, type OpenStep } from "./effects.ts";
import { cutOffBy, endedStep, newStep, type StepEnd } from "./step.ts";
import type { RunObject, StepObject, StepOutput } from "./wire.ts";

/** A cell on the wire: a run step with one code interpreter call. */
export class CellStep implements OpenStep {
  #step: StepObject;
  #input = "";
  readonly id: string;
  readonly #outputs: StepOutput[] = [];
  #isRunning = false;
  #isStopped = false;

  constructor(run: RunObject, change: Extract<Change, { type: "cell.started" }>, at: number) {
    this.id = change.cellId;
    this.#step = newStep(run, change.stepId, at, { type: "tool_calls", tool_calls: [] });
  }

  started(): Effects {
    const first = {
      index: 0,
      id: this.id,
      type: "code_interpreter",
      code_interpreter: { input: "", outputs: [] },
    };
    return {
      objects: [this.#step],
      stream: [
        { event: "thread.run.step.created", data: this.#step },
        { event: "thread.run.step.in_progress", data: this.#step },
        this.#delta(first),
      ],
    };
  }

  write(delta: string): Effects {
    this.#input += delta;
    return { objects: [], stream: [this.#callDelta({ input: delta })] };
  }

  run(code: string): Effects {
    // A cell behind the first one of an answer was not written in pieces: its code comes whole.
    const rest = code.startsWith(this.#input) ? code.slice(this.#input.length) : "";
    this.#input = code;
    this.#isRunning = true;
    this.#step = { ...this.#step, step_details: this.#details() };
    return { objects: [this.#step], stream: rest === "" ? [] : [this.#callDelta({ input: rest })] };
  }

  add(output: Output): Effects {
    if (output.kind === "image") {
      const image = { type: "image" as const, image: { file_id: output.file.id } };
      const index = this.#outputs.push(image) - 1;
      return { objects: [], stream: [this.#callDelta({ outputs: [{ index, ...image }] })] };
    }
    const logs = logsOf(output);
    if (logs === "") return nothing();
    // The wire has one text between two pictures: pieces of it concatenate under one index.
    const last = this.#outputs.at(-1);
    if (last?.type === "logs") last.logs += logs;
    else this.#outputs.push({ type: "logs", logs });
    const index = this.#outputs.length - 1;
    return { objects: [], stream: [this.#callDelta({ outputs: [{ index, type: "logs", logs }] })] };
  }

  /** Whether it was handed to Python and has not ended. */
  get isRunning(): boolean {
    return this.#isRunning;
  }

  /** Whether the cell was stopped: which the end of its run, that mostly follows, explains. */
  get isStopped(): boolean {
    return this.#isStopped;
  }

  complete(end: CellEnd, reason: string | undefined, at: number): Effects {
    this.#isRunning = false;
    this.#isStopped = end === "stopped";
    // What it printed until then is to be had, whatever comes next.
    if (this.#isStopped) return { objects: [this.#withDetails()], stream: [] };
    return this.#end(end === "lost" ? "failed" : "completed", at, reason ?? "The session ended.");
  }

  cutOff({ end, message, at }: Cut): Effects {
    return this.#end(cutOffBy(end), at, message);
  }

  closing(runId: string): Change | undefined {
    if (this.#isStopped) return undefined;
    const reason = "Cut off with the run.";
    return { type: "cell.done", runId, cellId: this.id, end: "lost", durationMs: 0, files: [], reason };
  }

  #end(status: StepEnd, at: number, message: string): Effects {
    this.#step = endedStep(this.#withDetails(), status, at, message);
    return { objects: [this.#step], stream: [{ event: `thread.run.step.${status}`, data: this.#step }] };
  }

  #withDetails(): StepObject {
    return (this.#step = { ...this.#step, step_details: this.#details() });
  }

  #details(): StepObject["step_details"] {
    const code_interpreter = { input: this.#input, outputs: structuredClone(this.#outputs) };
    return {
      type: "tool_calls",
      tool_calls: [{ id: this.id, type: "code_interpreter", code_interpreter }],
    };
  }

  #callDelta(code_interpreter: object) {
    return this.#delta({ index: 0, type: "code_interpreter", code_interpreter });
  }

  #delta(call: object) {
    const delta = { step_details: { type: "tool_calls", tool_calls: [call] } };
    return {
      event: "thread.run.step.delta",
      data: { id: this.#step.id, object: "thread.run.step.delta", delta },
    };
  }
}

/** Text form of an output for the wire, which knows only text and pictures. */
export function logsOf(output: Exclude<Output, { kind: "image" }>): string {
  switch (output.kind) {
    case "stream":
      return output.text;
    case "error":
      return `${output.traceback}\n`;
    case "display": {
      const text = output.data["text/plain"] ?? output.data["text/markdown"];
      return typeof text === "string" ? `${text}\n` : "";
    }
  }
}
