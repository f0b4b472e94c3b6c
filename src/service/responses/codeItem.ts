import { derivedHexId } from "../../base/ids.ts";
import type { CellEnd } from "../../domain/event.ts";
import type { FileRef } from "../../domain/file.ts";
import type { Output } from "../../domain/output.ts";
import { logsOf } from "../cellStep.ts";
import type { Piece } from "./piece.ts";
import type { CodeItem, CodeOutput } from "./wire.ts";

const STATUS: Record<CellEnd, CodeItem["status"]> = {
  ok: "completed",
  // A traceback is a result like any other.
  error: "completed",
  stopped: "incomplete",
  lost: "failed",
};

/** A cell as an item of a response. */
export class CodeCall {
  #item: CodeItem;
  #code = "";
  #isRunning = false;
  readonly #outputs: CodeOutput[] = [];
  readonly #withOutputs: boolean;
  readonly #addressOf: (picture: FileRef) => string | null;

  /** `addressOf`: null for a picture that is gone. */
  constructor(
    cellId: string,
    containerId: string,
    withOutputs: boolean,
    addressOf: (picture: FileRef) => string | null,
  ) {
    this.#withOutputs = withOutputs;
    this.#addressOf = addressOf;
    this.#item = {
      type: "code_interpreter_call",
      id: derivedHexId("codeCall", cellId),
      status: "in_progress",
      container_id: containerId,
      code: "",
      outputs: null,
    };
  }

  get item(): CodeItem {
    return this.#item;
  }

  started(): Piece[] {
    return [
      { type: "response.output_item.added", item: this.#item },
      this.#piece("response.code_interpreter_call.in_progress"),
    ];
  }

  write(delta: string): Piece[] {
    if (delta === "") return [];
    this.#code += delta;
    this.#item = { ...this.#item, code: this.#code };
    return [this.#piece("response.code_interpreter_call_code.delta", { delta })];
  }

  run(code: string): Piece[] {
    // A cell behind the first one of an answer was not written in pieces: its code comes whole.
    const rest = this.write(code.startsWith(this.#code) ? code.slice(this.#code.length) : "");
    this.#isRunning = true;
    this.#item = { ...this.#item, code, status: "interpreting" };
    return [
      ...rest,
      this.#piece("response.code_interpreter_call_code.done", { code }),
      this.#piece("response.code_interpreter_call.interpreting"),
    ];
  }

  /** Outputs are seen when the cell has ended: the stream knows no event for them. */
  add(output: Output): void {
    if (!this.#withOutputs) return;
    if (output.kind === "image") {
      const url = this.#addressOf(output.file);
      if (url !== null) this.#outputs.push({ type: "image", url });
      return;
    }
    const logs = logsOf(output);
    const last = this.#outputs.at(-1);
    if (logs === "") return;
    if (last?.type === "logs") last.logs += logs;
    else this.#outputs.push({ type: "logs", logs });
  }

  complete(end: CellEnd): Piece[] {
    const status = this.#isRunning ? STATUS[end] : "incomplete";
    const outputs = this.#withOutputs ? this.#outputs : null;
    this.#item = { ...this.#item, status, outputs };
    const completed = status === "completed" ? [this.#piece("response.code_interpreter_call.completed")] : [];
    return [...completed, { type: "response.output_item.done", item: this.#item }];
  }

  #piece(type: string, fields: object = {}): Piece {
    return { type, item_id: this.#item.id, ...fields };
  }
}
