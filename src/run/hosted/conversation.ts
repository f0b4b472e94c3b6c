import type { ResponseInput } from "openai/resources/responses/responses";
import type { FunctionCall, RunEnd, TokenLimit } from "../../domain/event.ts";
import { newId } from "../../base/ids.ts";
import { InterpreterError } from "../../base/errors.ts";
import { answerCalls, hasKnownCall } from "../functionCalls.ts";
import type { Turn } from "../model.ts";
import { Spending } from "../spending.ts";
import { type Desk, tell } from "./desk.ts";
import { lossIn, responseFailed } from "./failure.ts";
import { markOf, questionsSince } from "./followUp.ts";
import { itemsOf, resultOf, withRemark } from "./input.ts";
import { paramsOf } from "./params.ts";
import type { Provider } from "./provider.ts";
import { ResponseReader } from "./responseReader.ts";
import { ResponseStream } from "./responseStream.ts";
import { handOver } from "./textItem.ts";
import type { Waits } from "./waits.ts";
import type { FunctionItem, ProviderResponse } from "./wire.ts";
import type { Workplace } from "./workplace.ts";

interface Parts {
  readonly provider: Provider;
  readonly desk: Desk;
  readonly workplace: Workplace;
  readonly waits: Waits;
  readonly withoutBackground: Set<string>;
  /** Has everything emitted so far in the log. */
  readonly flush: () => void;
}

/** What is asked next: all of the thread, or what is new behind a response. */
interface Asked {
  readonly input: ResponseInput;
  readonly previousId: string | null;
}

// What is lost again and again is the provider's trouble, and nothing to go on with.
const MAX_LOSSES = 2;
const MAX_VAIN_ROUNDS = 12;
/** The API takes no smaller limit. */
const LEAST_OUTPUT_TOKENS = 16;
const LOST = "The container was gone before this code had ended. Files are kept.";

/** The talk with the provider that answers one run: responses, one after the other, until one asks for nothing more. */
export class Conversation {
  readonly spending: Spending;
  /** The limit that ended it. */
  limit: TokenLimit | null = null;
  readonly #parts: Parts;
  #stream: ResponseStream | null = null;
  #reader: ResponseReader | null = null;

  constructor(parts: Parts) {
    this.#parts = parts;
    this.spending = new Spending(parts.desk.context.settings ?? {});
  }

  async toEnd(): Promise<RunEnd> {
    const { desk } = this.#parts;
    let asked = await this.#first();
    for (let round = 0, vain = 0; ; round++) {
      const { response, calls } = await this.#ask(asked, round === 0);
      if (response.status === "incomplete") return this.#cutShort(response);
      if (calls.length === 0) return this.#finish(response);
      this.limit = this.spending.passed;
      if (this.limit !== null) return "incomplete";
      const ours = calls.map(callOf);
      if (!hasKnownCall(desk.context, ours) && ++vain > MAX_VAIN_ROUNDS) return "incomplete";
      const next = await this.#call(response, calls, ours);
      if (next === null) return "completed";
      asked = next;
    }
  }

  /** Ends what is open, at the provider too. */
  async stop(end: "stopped" | "lost", reason: string): Promise<void> {
    const { provider, waits } = this.#parts;
    const id = this.#stream?.id ?? null;
    const signal = AbortSignal.timeout(waits.tidyMs);
    if (id !== null && this.#stream?.hasEnded === false && this.#stream.isBackground) {
      // Should it not be heard, the provider ends it in its own time.
      await provider.client.responses.cancel(id, { signal, maxRetries: 0 }).catch(() => {});
    }
    await this.#reader?.cut(end, reason, signal);
  }

  /** The new questions, if the provider knows what is before them; else the whole thread. */
  async #first(): Promise<Asked> {
    const { context, note } = this.#parts.desk;
    const questions = questionsSince(note.mark, context.turns);
    if (questions === null || note.mark === null) return this.#all();
    const remark = await this.#prepare(false);
    return { input: withRemark(itemsOf(questions), remark), previousId: note.mark.responseId };
  }

  async #all(): Promise<Asked> {
    const { context, turns } = this.#parts.desk;
    const remark = await this.#prepare(true);
    return { input: withRemark(itemsOf([...context.turns, ...turns]), remark), previousId: null };
  }

  async #prepare(isAll: boolean): Promise<string> {
    return this.#mayRunCode ? this.#parts.workplace.prepare(isAll) : "";
  }

  get #mayRunCode(): boolean {
    return this.#parts.desk.context.settings?.mayRunCode !== false;
  }

  /** Asks, and asks anew with all of the thread when the provider has lost what the question builds on. */
  async #ask(asked: Asked, isFirst: boolean): Promise<{ response: ProviderResponse; calls: FunctionItem[] }> {
    const { desk } = this.#parts;
    for (let losses = 0; ; losses++) {
      try {
        return await this.#respond(asked, isFirst);
      } catch (error) {
        const loss = lossIn(error);
        if (loss === null || losses >= MAX_LOSSES || desk.signal.aborted) throw error;
        await this.#reader?.close(LOST);
        if (loss === "container") desk.container.forget();
        asked = await this.#all();
      }
    }
  }

  async #respond({ input, previousId }: Asked, isFirst: boolean) {
    const { provider, desk, workplace, waits, withoutBackground } = this.#parts;
    const left = this.spending.completionTokensLeft;
    const params = paramsOf(provider, desk.context, {
      input,
      previousId,
      container: this.#mayRunCode ? workplace.forTool : null,
      isFirst,
      maxOutputTokens: left === undefined ? undefined : Math.max(left, LEAST_OUTPUT_TOKENS),
    });
    const reader = (this.#reader = new ResponseReader(desk));
    const stream = (this.#stream = new ResponseStream({
      provider,
      params,
      waits,
      signal: desk.signal,
      withoutBackground,
      tell: (text) => tell(desk, text),
    }));
    for await (const event of stream.events()) {
      await reader.take(event);
      desk.signal.throwIfAborted();
    }
    const response = stream.end;
    this.#count(response, input);
    const { status, error, id } = response;
    if (status === "failed" || status === "cancelled") {
      const { code, message } = error ?? {};
      throw responseFailed(provider, id, { code: code ?? status, message: message ?? "" });
    }
    return { response, calls: reader.calls };
  }

  #count({ usage, output }: ProviderResponse, input: ResponseInput): void {
    const used = usage ?? null;
    this.spending.add(
      used === null ? null : { promptTokens: used.input_tokens, completionTokens: used.output_tokens },
      () => JSON.stringify(input).length,
      () => JSON.stringify(output).length,
    );
  }

  /** Has the functions called that the response asks for. Null: they are answered in a later run. */
  async #call(
    { id }: ProviderResponse,
    calls: readonly FunctionItem[],
    ours: readonly FunctionCall[],
  ): Promise<Asked | null> {
    const { desk, flush } = this.#parts;
    flush();
    const answered = await answerCalls(desk.context, ours, desk.signal);
    if (answered === null) return null;
    const turn: Turn = { role: "assistant", text: "", cells: [], calls: answered };
    desk.turns.push(turn);
    const input = answered.map(({ output }, index) => resultOf(calls[index]!.call_id, output));
    return { input, previousId: id };
  }

  #finish({ id }: ProviderResponse): RunEnd {
    const { desk } = this.#parts;
    const { context, note, turns, made } = desk;
    const hasAnswered = turns.some((turn) => turn.role === "assistant" && turn.text !== "");
    if (!hasAnswered && made.isEmpty) {
      throw new InterpreterError("upstream", "empty_answer", "The model gave an empty answer.", {
        action: "Ask again, or choose another model.",
      });
    }
    handOver(desk);
    note.set({ mark: markOf(id, context.turns, turns) });
    return "completed";
  }

  #cutShort({ incomplete_details: details }: ProviderResponse): RunEnd {
    const { desk } = this.#parts;
    if (details?.reason === "content_filter") tell(desk, "The provider's content filter ended the answer.");
    if (details?.reason === "max_output_tokens") this.limit = "max_completion_tokens";
    if (this.#reader?.hasOpenText !== true) handOver(desk);
    return "incomplete";
  }
}

/** Ids that the provider gives may be anything. */
function callOf({ name, arguments: given }: FunctionItem): FunctionCall {
  return { id: newId("call"), name, arguments: given };
}
