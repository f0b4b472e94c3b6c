import * as vscode from "vscode";
import { t } from "../base/l10n.ts";
import type { Chat, ChatPiece, ChatTool } from "../domain/chat.ts";
import type { Usage } from "../domain/event.ts";
import type { ModelSettings } from "../run/model.ts";
import { vendorName } from "./choice.ts";
import { explain, objectionIn } from "./languageModelErrors.ts";
import { messagesOf, textOf } from "./languageModelMessages.ts";

// Counting is another round trip to who provides the model; an answer does not wait for it for long.
const COUNT_MS = 2000;

/** Carries chats to a model that VS Code offers, by whatever extension it is provided. */
export class LanguageModel {
  readonly name: string;
  readonly destination: string;
  // Providers throw what they like, or nothing that can be read.
  readonly objectsPlainly = false;
  readonly objectionIn = objectionIn;
  readonly #model: vscode.LanguageModelChat;

  constructor(model: vscode.LanguageModelChat) {
    this.#model = model;
    this.name = model.name;
    this.destination = vendorName(model.vendor);
  }

  /** Throws InterpreterError of kind "upstream"; ends as soon as `signal` aborts, even if the provider does not. */
  async *send(chat: Chat, _settings: ModelSettings, signal: AbortSignal): AsyncGenerator<ChatPiece> {
    signal.throwIfAborted();
    const { promise: aborted, reject } = Promise.withResolvers<never>();
    aborted.catch(() => {});
    const source = new vscode.CancellationTokenSource();
    const stop = (): void => reject(signal.reason);
    signal.addEventListener("abort", stop, { once: true });
    try {
      yield* this.#answer(chat, source.token, aborted);
    } catch (error) {
      signal.throwIfAborted();
      throw explain(error, this.name);
    } finally {
      signal.removeEventListener("abort", stop);
      source.cancel();
      source.dispose();
    }
  }

  async *#answer(
    chat: Chat,
    token: vscode.CancellationToken,
    aborted: Promise<never>,
  ): AsyncGenerator<ChatPiece> {
    const messages = messagesOf(chat);
    const request = this.#model.sendRequest(messages, optionsOf(chat), token);
    const { stream } = await Promise.race([request, aborted]);
    const parts = stream[Symbol.asyncIterator]();
    let answer = "";
    let calls = 0;
    for (;;) {
      const next = await Promise.race([parts.next(), aborted]);
      if (next.done === true) break;
      const piece = pieceOf(next.value, calls);
      if (piece === null) continue;
      if (piece.type === "call") calls++;
      answer += piece.type === "call" ? piece.arguments : piece.delta;
      yield piece;
    }
    const usage = await Promise.race([this.#usage(messages.map(textOf).join("\n"), answer, token), aborted]);
    if (usage !== null) yield { type: "usage", usage };
  }

  /** Null where the provider does not count, or takes too long. */
  async #usage(prompt: string, answer: string, token: vscode.CancellationToken): Promise<Usage | null> {
    const { promise: late, resolve } = Promise.withResolvers<null>();
    const timer = setTimeout(() => resolve(null), COUNT_MS);
    try {
      const counted = Promise.all([prompt, answer].map((text) => this.#model.countTokens(text, token)));
      const counts = await Promise.race([counted, late]);
      const [promptTokens, completionTokens] = counts ?? [];
      return isCount(promptTokens) && isCount(completionTokens) ? { promptTokens, completionTokens } : null;
    } catch {
      return null;
    } finally {
      clearTimeout(timer);
    }
  }
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && Number(value) >= 0;
}

function optionsOf({ tools, toolChoice }: Chat): vscode.LanguageModelChatRequestOptions {
  const justification = t(
    "It answers your questions in the Code Interpreter, by writing Python that runs here.",
  );
  const one = tools.find(({ name }) => typeof toolChoice === "object" && name === toolChoice.name);
  // A call can be demanded only where one tool is offered.
  const offered = one === undefined ? tools : [one];
  if (offered.length === 0) return { justification };
  const { Auto, Required } = vscode.LanguageModelChatToolMode;
  const isRequired = toolChoice !== undefined && offered.length === 1;
  return { justification, tools: offered.map(toolOf), toolMode: isRequired ? Required : Auto };
}

function toolOf({ name, description = "", parameters }: ChatTool): vscode.LanguageModelChatTool {
  return { name, description, ...(parameters === undefined ? {} : { inputSchema: parameters }) };
}

/** Null for what is neither text nor a call, e.g. a model's thoughts. `index`: which call it would be. */
function pieceOf(part: unknown, index: number): Exclude<ChatPiece, { type: "usage" }> | null {
  if (part instanceof vscode.LanguageModelTextPart) return { type: "text", delta: part.value };
  if (!(part instanceof vscode.LanguageModelToolCallPart)) return null;
  const { callId: id, name, input } = part;
  return { type: "call", index, id, name, arguments: JSON.stringify(input ?? {}) };
}
