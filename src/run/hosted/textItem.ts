import { newId } from "../../base/ids.ts";
import type { FileRef } from "../../domain/file.ts";
import type { Desk } from "./desk.ts";
import { Renames } from "./renames.ts";
import type { Citation, MessageItem } from "./wire.ts";

/** Words of the provider's model, reported as they come. */
export class TextItem {
  readonly id: string;
  readonly #desk: Desk;
  readonly #renames: Renames;
  #messageId: string | null = null;
  #shown = "";

  constructor(desk: Desk, id: string) {
    this.id = id;
    this.#desk = desk;
    this.#renames = new Renames(new Map(desk.note.files.map(({ path, name }) => [path, name])));
  }

  /** Whether anything of it was shown. */
  get isBegun(): boolean {
    return this.#messageId !== null;
  }

  add(delta: string): void {
    this.#show(this.#renames.add(delta));
  }

  /** Ends it with the whole of it, whatever pieces came. */
  end(item: MessageItem): void {
    const citations = item.content.flatMap((part) =>
      part.type === "output_text" ? (part.annotations ?? []) : [],
    );
    this.#close(this.#renames.in(textOf(item)), citations);
  }

  /** Shows what is still missing of it, and leaves it open: it was cut off. */
  showAll(item: MessageItem): void {
    this.#showRest(this.#renames.in(textOf(item)));
  }

  /** Ends it with what came. */
  cut(): void {
    this.settle();
    if (this.#messageId !== null) this.#close(this.#shown, []);
  }

  /** Shows what waited for more. */
  settle(): void {
    this.#show(this.#renames.rest());
  }

  #show(text: string): void {
    const { emit, context, made } = this.#desk;
    const { runId } = context;
    if (text === "") return;
    if (this.#messageId === null) {
      this.#messageId = newId("message");
      const images = made.takeImages();
      emit({ type: "text.started", runId, messageId: this.#messageId, stepId: newId("step"), images });
    }
    this.#shown += text;
    emit({ type: "text.delta", runId, messageId: this.#messageId, delta: text });
  }

  #showRest(text: string): void {
    if (text.startsWith(this.#shown)) this.#show(text.slice(this.#shown.length));
  }

  #close(text: string, citations: readonly Citation[]): void {
    this.#showRest(text);
    const messageId = this.#messageId;
    if (messageId === null) return;
    const { emit, context, made, turns, downloads } = this.#desk;
    const cited = citations.flatMap((citation) => downloads.cited(citation) ?? []);
    // Shown pictures are cited as well, and were handed over as such.
    const files = distinct([...made.takeFiles(), ...cited.filter((file) => !made.hasShown(file))]);
    const named = this.#linked(text).filter(({ id }) => !files.some((file) => file.id === id));
    emit({
      type: "text.done",
      runId: context.runId,
      messageId,
      text,
      files,
      ...(named.length === 0 ? {} : { named }),
    });
    turns.push({ role: "assistant", text, cells: [] });
  }

  /** Files of the thread, older ones too, that the words link to. */
  #linked(text: string): FileRef[] {
    const { context, note } = this.#desk;
    const given = context.turns.flatMap((turn) => (turn.role === "user" ? turn.files : []));
    const known = [...given, ...note.files.flatMap(({ ref }) => ref ?? [])];
    const byName = new Map(known.map((file) => [file.name, file]));
    return [...byName.values()].filter(({ name }) =>
      [name, encodeURI(name)].some((path) => text.includes(`sandbox:/mnt/data/${path}`)),
    );
  }
}

function distinct(files: readonly FileRef[]): FileRef[] {
  return [...new Map(files.map((file) => [file.id, file])).values()];
}

function textOf({ content }: MessageItem): string {
  return content.map((part) => (part.type === "output_text" ? part.text : part.refusal)).join("");
}

/** A message without words, for what was made and no words came with. */
export function handOver({ emit, context, made }: Desk): void {
  if (made.isEmpty) return;
  const of = { runId: context.runId, messageId: newId("message") };
  emit({ type: "text.started", ...of, stepId: newId("step"), images: made.takeImages() });
  emit({ type: "text.done", ...of, text: "", files: made.takeFiles() });
}
