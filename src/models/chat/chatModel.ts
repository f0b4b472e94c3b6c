import type { Chat, ChatPiece } from "../../domain/chat.ts";
import type { Model, ModelEvent, ModelRequest, ModelSettings } from "../../run/model.ts";
import { AnswerReader } from "./answerReader.ts";
import { FENCE_INSTRUCTIONS, toMessages, toolsOf } from "./messages.ts";
import { picturesMessage } from "./pictures.ts";

/** What not every model takes. */
type Extra = "tools" | "pictures";

/** Carries a chat to a model, and its answer back. */
export interface ChatTransport {
  /** The model's name, for people. */
  readonly name: string;
  /** Where a chat goes when it leaves this machine, for people. */
  readonly destination?: string | undefined;
  /** Throws InterpreterError of kind "upstream". Of `settings` it takes what it knows. */
  send(chat: Chat, settings: ModelSettings, signal: AbortSignal): AsyncIterable<ChatPiece>;
  /** What the other side said against a chat, by what `send` threw; null: it is not about what the chat holds. */
  objectionIn(error: unknown): string | null;
  /** Whether objections name what is not taken; else any of them may mean it. */
  readonly objectsPlainly: boolean;
}

/** A model behind a transport. What it does not take is found out by trying, and left out from then on. */
export class ChatModel implements Model {
  readonly name: string;
  readonly destination: string | undefined;
  readonly #transport: ChatTransport;
  // Without tools, code is asked for in fences.
  readonly #takes = { tools: true, pictures: true };
  readonly #proven = { tools: false, pictures: false };

  constructor(transport: ChatTransport) {
    this.#transport = transport;
    this.name = transport.name;
    this.destination = transport.destination;
  }

  async *respond(request: ModelRequest, signal: AbortSignal): AsyncGenerator<ModelEvent> {
    for (let refused: Extra | null = null; ;) {
      const chat = await this.#chatFor(request);
      let begun = false;
      try {
        for await (const event of this.#stream(chat, request, signal)) {
          begun = true;
          yield event;
        }
        for (const extra of extrasOf(chat)) this.#proven[extra] = true;
        return;
      } catch (error) {
        signal.throwIfAborted();
        // It was not that.
        if (refused !== null) this.#takes[refused] = true;
        refused = begun || refused !== null ? null : this.#refusalIn(error, chat);
        if (refused === null) throw error;
        this.#takes[refused] = false;
      }
    }
  }

  async #chatFor(request: ModelRequest): Promise<Chat> {
    const { instructions, turns } = request;
    const { tools, pictures } = this.#takes;
    const shown = pictures ? await picturesMessage(request) : null;
    return {
      instructions: tools ? instructions : `${instructions}\n\n${FENCE_INSTRUCTIONS}`,
      messages: [...toMessages(turns, tools), ...(shown === null ? [] : [shown])],
      ...(tools ? toolsOf(request) : { tools: [] }),
    };
  }

  async *#stream(
    chat: Chat,
    { mayRunCode, functions = [], settings = {} }: ModelRequest,
    signal: AbortSignal,
  ): AsyncGenerator<ModelEvent> {
    const reader = new AnswerReader(
      mayRunCode,
      functions.map(({ name }) => name),
    );
    for await (const piece of this.#transport.send(chat, settings, signal)) {
      yield* reader.read(piece);
      if (reader.isComplete) break;
    }
    // Some streams end when they are aborted as if they were complete.
    signal.throwIfAborted();
    yield* reader.finish();
  }

  #refusalIn(error: unknown, chat: Chat): Extra | null {
    const objection = this.#transport.objectionIn(error);
    if (objection === null) return null;
    const named = namedIn(objection);
    if (named !== null) return this.#takes[named] ? named : null;
    if (this.#transport.objectsPlainly) return null;
    return extrasOf(chat).find((extra) => !this.#proven[extra]) ?? null;
  }
}

function namedIn(objection: string): Extra | null {
  if (/\b(tools?|functions?)\b/i.test(objection)) return "tools";
  return /\b(images?|image_url|vision|multi-?modal)\b/i.test(objection) ? "pictures" : null;
}

/** What a chat holds that not every model takes, the rarest first. */
function extrasOf({ tools, messages }: Chat): Extra[] {
  const pictured = messages.some(({ parts }) => parts.some(({ type }) => type === "picture"));
  return [...(pictured ? (["pictures"] as const) : []), ...(tools.length > 0 ? (["tools"] as const) : [])];
}
