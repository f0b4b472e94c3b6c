import { derivedHexId } from "../../base/ids.ts";
import type { CallChange, Change, LoggedEvent } from "../../domain/event.ts";
import type { FileRef } from "../../domain/file.ts";
import { seconds } from "../wire.ts";
import { AnswerMessage } from "./answerMessage.ts";
import { citationsOf } from "./citations.ts";
import { CodeCall } from "./codeItem.ts";
import type { Piece, ResponseEvent } from "./piece.ts";
import {
  type FunctionCallItem,
  type OutputItem,
  type ResponseObject,
  type ResponseRow,
  responseUsage,
} from "./wire.ts";

type RunEnded = Extract<Change, { type: "run.ended" }>;

/** What a reader is given of a response. */
export interface View {
  /** Whether code comes with what it gave. */
  readonly withOutputs: boolean;
  /** A picture as an address that needs nothing else, or null when the picture is gone. */
  readonly addressOf: (picture: FileRef) => string | null;
}

const TIME_IS_OVER =
  "The response was not finished within its time. What it had made is kept: ask again to go on.";

/**
 * Turns the events of a response's run into the response and the events of its stream. The same events give the same
 * numbers, whoever reads them and when, so that a stream can be taken up at any of them.
 */
export class ResponseProjection {
  readonly #row: ResponseRow;
  readonly #view: View;
  readonly #items: OutputItem[] = [];
  /** Made in this run. */
  readonly #made = new Map<string, FileRef>();
  #response: Omit<ResponseObject, "output">;
  #message: AnswerMessage | null = null;
  /** Pictures that the open message carries. */
  #images: readonly FileRef[] = [];
  #code: CodeCall | null = null;
  #next = 0;

  constructor(row: ResponseRow, view: View) {
    this.#row = row;
    this.#view = view;
    const { id, object, created_at, asked } = row;
    this.#response = {
      id,
      object,
      created_at,
      completed_at: null,
      status: asked.background ? "queued" : "in_progress",
      error: null,
      incomplete_details: null,
      ...asked,
    };
  }

  get response(): ResponseObject {
    return { ...this.#response, output: [...this.#items] };
  }

  get hasEnded(): boolean {
    return this.#response.status !== "queued" && this.#response.status !== "in_progress";
  }

  /** What follows from the event; it must be one of the response's run. */
  apply({ change, at }: LoggedEvent): ResponseEvent[] {
    return this.#numbered(this.#piecesOf(change, seconds(at)));
  }

  #numbered(pieces: readonly Piece[]): ResponseEvent[] {
    return pieces.map((piece) => ({ ...piece, sequence_number: this.#next++ }));
  }

  #piecesOf(change: Change | CallChange, at: number): Piece[] {
    switch (change.type) {
      case "run.created":
        return [this.#lifeSign("created"), ...(this.#row.asked.background ? [this.#lifeSign("queued")] : [])];
      case "run.started":
        this.#response = { ...this.#response, status: "in_progress" };
        return [this.#lifeSign("in_progress")];
      case "run.ended":
        return [...this.#cutOff(), this.#end(change, at)];
      case "text.started":
        this.#message = new AnswerMessage(change.messageId);
        this.#images = change.images;
        return this.#begin(this.#message.started(), this.#message.item);
      case "text.delta":
        return this.#inItem(this.#message?.append(change.delta), this.#message?.item);
      case "text.done":
        return this.#endMessage("completed", change.files, change.named ?? []);
      case "cell.started": {
        const { withOutputs, addressOf } = this.#view;
        this.#code = new CodeCall(change.cellId, this.#row.container_id ?? "", withOutputs, addressOf);
        return this.#begin(this.#code.started(), this.#code.item);
      }
      case "cell.code":
        return this.#inItem(this.#code?.write(change.delta), this.#code?.item);
      case "cell.running":
        return this.#inItem(this.#code?.run(change.code), this.#code?.item);
      case "cell.output":
        this.#code?.add(change.output);
        return [];
      case "cell.done": {
        for (const file of change.files) this.#made.set(file.name, file);
        const pieces = this.#inItem(this.#code?.complete(change.end), this.#code?.item);
        this.#code = null;
        return pieces;
      }
      case "calls.requested":
        return change.calls.flatMap((call) => this.#call(call));
      default:
        return [];
    }
  }

  #lifeSign(name: string): Piece {
    return { type: `response.${name}`, response: this.response };
  }

  /** Pieces of an item that is new. */
  #begin(pieces: readonly Piece[], item: OutputItem): Piece[] {
    this.#items.push(item);
    return this.#inItem(pieces, item);
  }

  /** Pieces of the item that is open, with its place; `item` is how it stands now. */
  #inItem(pieces: readonly Piece[] = [], item?: OutputItem): Piece[] {
    if (item === undefined) return [];
    const output_index = this.#items.length - 1;
    this.#items[output_index] = item;
    return pieces.map((piece) => ({ ...piece, output_index }));
  }

  #endMessage(
    status: "completed" | "incomplete",
    files: readonly FileRef[],
    known: readonly FileRef[],
  ): Piece[] {
    const message = this.#message;
    if (message === null) return [];
    this.#message = null;
    const { container_id: containerId, thread_id: threadId } = this.#row;
    const handed = [...this.#images, ...files];
    const citations =
      containerId === null ? [] : citationsOf({ threadId, containerId }, message.text, handed, known);
    const pieces = message.end(status, citations);
    return this.#inItem(pieces, message.item);
  }

  #call({ id, name, arguments: text }: { id: string; name: string; arguments: string }): Piece[] {
    const call: FunctionCallItem = {
      type: "function_call",
      id: derivedHexId("functionCall", id),
      call_id: id,
      name,
      arguments: "",
      status: "in_progress",
    };
    const done: FunctionCallItem = { ...call, arguments: text, status: "completed" };
    this.#items.push(done);
    const item_id = call.id;
    return this.#inItem(
      [
        { type: "response.output_item.added", item: call },
        { type: "response.function_call_arguments.delta", item_id, delta: text },
        { type: "response.function_call_arguments.done", item_id, name, arguments: text },
        { type: "response.output_item.done", item: done },
      ],
      done,
    );
  }

  /** Ends what the end of the run finds open. Words that were cut off take along whatever was made: no others will. */
  #cutOff(): Piece[] {
    const made = [...this.#made.values()];
    const code = this.#inItem(this.#code?.complete("stopped"), this.#code?.item);
    this.#code = null;
    return [...code, ...this.#endMessage("incomplete", made, [])];
  }

  #end({ end, error, reason, usage }: RunEnded, at: number): Piece {
    const used = responseUsage(usage ?? { promptTokens: 0, completionTokens: 0 });
    const ended = { ...this.#response, usage: used };
    switch (end) {
      case "completed":
        this.#response = { ...ended, status: "completed", completed_at: at };
        return this.#lifeSign("completed");
      case "incomplete": {
        const details = reason === "max_completion_tokens" ? { reason: "max_output_tokens" as const } : {};
        this.#response = { ...ended, status: "incomplete", incomplete_details: details };
        return this.#lifeSign("incomplete");
      }
      case "cancelled":
        // The stream knows no event for this: the status tells.
        this.#response = { ...ended, status: "cancelled" };
        return this.#lifeSign("incomplete");
      case "expired":
        this.#response = { ...ended, status: "failed", error: failure(undefined, TIME_IS_OVER) };
        return this.#lifeSign("failed");
      case "failed":
        this.#response = { ...ended, status: "failed", error: failure(error?.code, error?.message) };
        return this.#lifeSign("failed");
    }
  }
}

function failure(code: string | undefined, message = "The run failed."): ResponseObject["error"] {
  return { code: code === "rate_limit_exceeded" ? code : "server_error", message };
}
