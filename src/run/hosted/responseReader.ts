import { CellItem } from "./cellItem.ts";
import type { Desk } from "./desk.ts";
import { TextItem } from "./textItem.ts";
import type { FunctionItem, Item, ProviderResponse, ResponseEvent } from "./wire.ts";

const WENT_ON = "The provider went on before this code had ended. Files are kept.";

/**
 * Takes in one response as it comes, and reports it. Nothing depends on the pieces: what they left out is made good by
 * the whole items, and those by the whole response. Items end one after the other, as the wire knows one open step.
 */
export class ResponseReader {
  /** Functions that the response wants called. */
  readonly calls: FunctionItem[] = [];
  readonly #desk: Desk;
  readonly #done = new Set<string>();
  #open: TextItem | CellItem | null = null;

  constructor(desk: Desk) {
    this.#desk = desk;
  }

  /** Whether words were begun and not ended. */
  get hasOpenText(): boolean {
    return this.#open instanceof TextItem && this.#open.isBegun;
  }

  async take(event: ResponseEvent): Promise<void> {
    switch (event.type) {
      case "response.output_item.added":
        if (event.item.type === "message") await this.#text(event.item.id);
        if (event.item.type === "code_interpreter_call") await this.#cell(event.item.id);
        break;
      case "response.output_item.done":
        await this.#end(event.item);
        break;
      case "response.output_text.delta":
      case "response.refusal.delta":
        (await this.#text(event.item_id))?.add(event.delta);
        break;
      case "response.code_interpreter_call_code.delta":
        (await this.#cell(event.item_id))?.add(event.delta);
        break;
      case "response.code_interpreter_call_code.done":
        (await this.#cell(event.item_id))?.write(event.code);
        break;
      case "response.code_interpreter_call.interpreting":
        (await this.#cell(event.item_id))?.run();
        break;
      case "response.created":
      case "response.queued":
      case "response.in_progress":
        await this.#catchUp(event.response, false);
        break;
      case "response.completed":
      case "response.incomplete":
      case "response.failed":
        await this.#catchUp(event.response, true);
        break;
    }
  }

  /** Ends code that is open, as nothing more comes of it; words stay open, and end with the run. */
  async cut(end: "stopped" | "lost", reason: string, signal = this.#desk.signal): Promise<void> {
    const open = this.#open;
    if (open instanceof TextItem) return open.settle();
    this.#open = null;
    await open?.cut(end, reason, signal);
  }

  /** Ends whatever is open, as the run goes on without it. */
  async close(reason: string): Promise<void> {
    await this.cut("lost", reason);
    if (this.#open instanceof TextItem) this.#open.cut();
    this.#open = null;
  }

  /** What ended and was not heard of; the items of a response come in the order in which they were made. */
  async #catchUp({ output }: ProviderResponse, isOver: boolean): Promise<void> {
    for (const item of output) {
      const isCut = item.status === "incomplete" || item.status === "in_progress";
      if (item.status === "completed" || item.status === "failed") await this.#end(item);
      else if (isOver && item.type === "message" && isCut) (await this.#text(item.id))?.showAll(item);
      else if (isOver) await this.#end(item);
    }
  }

  async #end(item: Item): Promise<void> {
    const key = item.type === "function_call" ? item.call_id : item.id;
    if (this.#done.has(key)) return;
    if (item.type === "function_call") {
      await this.#leave();
      this.calls.push(item);
    } else if (item.type === "message") {
      (await this.#text(item.id))?.end(item);
      this.#open = null;
    } else {
      await (await this.#cell(item.id))?.end(item);
      this.#open = null;
    }
    this.#done.add(key);
  }

  async #text(id: string): Promise<TextItem | null> {
    if (this.#open instanceof TextItem && this.#open.id === id) return this.#open;
    if (this.#done.has(id)) return null;
    await this.#leave();
    return (this.#open = new TextItem(this.#desk, id));
  }

  async #cell(id: string): Promise<CellItem | null> {
    if (this.#open instanceof CellItem && this.#open.id === id) return this.#open;
    if (this.#done.has(id)) return null;
    await this.#leave();
    return (this.#open = new CellItem(this.#desk, id));
  }

  /** Another item begins: the open one has ended, whether that was told or not. */
  async #leave(): Promise<void> {
    const id = this.#open?.id;
    await this.close(WENT_ON);
    if (id !== undefined) this.#done.add(id);
  }
}
