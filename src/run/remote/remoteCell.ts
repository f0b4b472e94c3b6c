import { newId } from "../../base/ids.ts";
import type { CellEnd, RunChange } from "../../domain/event.ts";
import type { FileRef } from "../../domain/file.ts";
import { outputsInLogs } from "../../domain/outputsInLogs.ts";
import type { CodeCall, StepOutput } from "./objects.ts";
import type { RemoteFiles } from "./remoteFiles.ts";

interface Parts {
  readonly runId: string;
  readonly emit: (change: RunChange) => void;
  readonly files: RemoteFiles;
}

/** Code that runs at the other side: what is known of it, and how much of that was reported. */
export class RemoteCell {
  readonly id = newId("call");
  readonly #parts: Parts;
  #input = "";
  readonly #outputs: StepOutput[] = [];
  readonly #shown = { isBegun: false, code: 0, isRunning: false, outputs: [] as number[], failed: false };
  #since = 0;
  #isDone = false;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  get isDone(): boolean {
    return this.#isDone;
  }

  /** A piece of the call, as it is streamed: texts go on where the last piece ended. */
  add({ code_interpreter: { input, outputs } }: CodeCall): void {
    this.#input += input;
    for (const output of outputs) {
      const index = Math.min(output.index ?? this.#outputs.length, this.#outputs.length);
      const known = this.#outputs[index];
      if (known?.type === "logs" && output.type === "logs") {
        this.#outputs[index] = { ...known, logs: known.logs + output.logs };
      } else if (known === undefined) this.#outputs.push(output);
    }
  }

  /** The call as the server has it now, which may be behind what was streamed. */
  update({ code_interpreter: { input, outputs } }: CodeCall): void {
    if (input.startsWith(this.#input)) this.#input = input;
    outputs.forEach((output, index) => {
      const known = this.#outputs[index];
      const isBehind =
        known?.type === "logs" && output.type === "logs" && !output.logs.startsWith(known.logs);
      if (!isBehind && known?.type !== "image") this.#outputs[index] = output;
    });
  }

  /** Reports what was not reported yet. `isOver`: no more code will come. */
  async show(isOver: boolean): Promise<void> {
    const { emit, runId } = this.#parts;
    const shown = this.#shown;
    const of = { runId, cellId: this.id };
    if (!shown.isBegun) {
      shown.isBegun = true;
      this.#since = performance.now();
      emit({ type: "cell.started", ...of, stepId: newId("step") });
    }
    if (!shown.isRunning && this.#input.length > shown.code) {
      emit({ type: "cell.code", ...of, delta: this.#input.slice(shown.code) });
      shown.code = this.#input.length;
    }
    if (!shown.isRunning && (isOver || this.#outputs.length > 0)) {
      shown.isRunning = true;
      this.#since = performance.now();
      emit({ type: "cell.running", ...of, code: this.#input });
    }
    for (const [index, output] of this.#outputs.entries()) await this.#showOutput(index, output);
  }

  async #showOutput(index: number, output: StepOutput): Promise<void> {
    const { emit, runId, files } = this.#parts;
    const of = { type: "cell.output" as const, runId, cellId: this.id };
    const before = this.#shown.outputs[index] ?? 0;
    if (output.type === "logs") {
      this.#shown.outputs[index] = output.logs.length;
      for (const one of outputsInLogs(output.logs.slice(before))) {
        this.#shown.failed = one.kind === "error";
        emit({ ...of, output: one });
      }
      return;
    }
    this.#shown.outputs[index] = 1;
    const file = before > 0 ? null : await files.fetchPicture(output.image.file_id);
    if (file !== null) emit({ ...of, output: { kind: "image", file, alt: "" } });
  }

  /** `end`: null when it ended by itself, of which the server does not tell whether it was by an error. */
  done(end: CellEnd | null, files: readonly FileRef[], reason?: string): void {
    this.#isDone = true;
    const { emit, runId } = this.#parts;
    emit({
      type: "cell.done",
      runId,
      cellId: this.id,
      end: end ?? (this.#shown.failed ? "error" : "ok"),
      durationMs: performance.now() - this.#since,
      files: [...files],
      ...(reason === undefined ? {} : { reason }),
    });
  }
}
