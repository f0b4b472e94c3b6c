import type { CallChange } from "../domain/event.ts";
import type { Cut, Effects, OpenStep, StreamEvent } from "./effects.ts";
import { cutOffBy, endedStep, newStep, type StepEnd } from "./step.ts";
import type { FunctionCallObject, RequiredAction, RunObject, StepObject } from "./wire.ts";

/** Functions of the client that a run waits for: one run step with all of their calls. */
export class CallStep implements OpenStep {
  #step: StepObject;
  #calls: FunctionCallObject[];

  constructor(run: RunObject, change: Extract<CallChange, { type: "calls.requested" }>, at: number) {
    this.#step = newStep(run, change.stepId, at, { type: "tool_calls", tool_calls: [] });
    this.#calls = change.calls.map(({ id, name, arguments: text }) => ({
      id,
      type: "function",
      function: { name, arguments: text, output: null },
    }));
  }

  get requiredAction(): RequiredAction {
    const tool_calls = this.#calls.map(({ id, type, function: { name, arguments: text } }) => ({
      id,
      type,
      function: { name, arguments: text },
    }));
    return { type: "submit_tool_outputs", submit_tool_outputs: { tool_calls } };
  }

  get callIds(): string[] {
    return this.#calls.map(({ id }) => id);
  }

  started(): Effects {
    const stream = [
      { event: "thread.run.step.created", data: this.#step },
      { event: "thread.run.step.in_progress", data: this.#step },
      // Text fields concatenate in the SDKs: id and name come once, then the arguments.
      ...this.#calls.flatMap(({ function: { name, arguments: text }, ...call }, index) => [
        this.#delta({ index, ...call, function: { name, arguments: "", output: null } }),
        this.#delta({ index, type: call.type, function: { arguments: text } }),
      ]),
    ];
    this.#step = { ...this.#step, step_details: { type: "tool_calls", tool_calls: this.#calls } };
    return { objects: [this.#step], stream };
  }

  complete({ outputs }: Extract<CallChange, { type: "calls.answered" }>, at: number): Effects {
    const byId = new Map(outputs.map(({ id, output }) => [id, output]));
    this.#calls = this.#calls.map((call) => ({
      ...call,
      function: { ...call.function, output: byId.get(call.id) ?? null },
    }));
    this.#step = { ...this.#step, step_details: { type: "tool_calls", tool_calls: this.#calls } };
    return this.#end("completed", at, "");
  }

  cutOff({ end, message, at }: Cut): Effects {
    return this.#end(cutOffBy(end), at, message);
  }

  #end(status: StepEnd, at: number, message: string): Effects {
    this.#step = endedStep(this.#step, status, at, message);
    return { objects: [this.#step], stream: [{ event: `thread.run.step.${status}`, data: this.#step }] };
  }

  #delta(call: object): StreamEvent {
    const delta = { step_details: { type: "tool_calls", tool_calls: [call] } };
    return {
      event: "thread.run.step.delta",
      data: { id: this.#step.id, object: "thread.run.step.delta", delta },
    };
  }
}
