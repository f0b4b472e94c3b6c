import type { Disposable } from "../base/disposables.ts";
import { Emitter } from "../base/emitter.ts";
import { InterpreterError } from "../base/errors.ts";
import { t } from "../base/l10n.ts";
import type { Source } from "../thread/source.ts";
import type { Attachment } from "./messages.ts";

/** Something to be attached. */
export interface NewAttachment {
  /** What it is, so that the same thing is not attached twice to a question. */
  readonly key: string;
  readonly name: string;
  readonly bytes: number;
  /** Asked when the question is sent: the file may have changed since, or be gone. */
  readonly source: () => Promise<Source>;
}

interface Kept {
  readonly shown: Attachment;
  readonly what: NewAttachment;
  readonly threadId: string | null;
}

const NONE: readonly Attachment[] = [];

/** What waits to be sent with the next question of each thread; null is the thread that the next question begins. */
export class Attachments implements Disposable {
  readonly #changed = new Emitter<void>();
  readonly onDidChange = this.#changed.on;
  #kept: readonly Kept[] = [];
  // By thread, so that what did not change stays the same object.
  #lists = new Map<string | null, readonly Attachment[]>();
  #count = 0;

  of(threadId: string | null): readonly Attachment[] {
    return this.#lists.get(threadId) ?? NONE;
  }

  add(threadId: string | null, added: readonly NewAttachment[]): void {
    const fresh = added.filter(
      ({ key }) => !this.#kept.some((kept) => kept.threadId === threadId && kept.what.key === key),
    );
    const kept = fresh.map((what): Kept => {
      const { name, bytes } = what;
      return { shown: { id: String(++this.#count), name, bytes }, what, threadId };
    });
    this.#set([...this.#kept, ...kept]);
  }

  remove(ids: readonly string[]): void {
    this.#set(this.#kept.filter(({ shown }) => !ids.includes(shown.id)));
  }

  /** Those with these ids, ready to be sent. Throws InterpreterError of kind "user" when one cannot be had any more. */
  async sources(ids: readonly string[]): Promise<readonly Source[]> {
    const kept = ids.map((id) => this.#kept.find(({ shown }) => shown.id === id));
    if (kept.some((one) => one === undefined)) {
      throw new InterpreterError("user", "no_attachment", t("An attached file is not there any more."), {
        action: t("Attach it again. Your question is kept."),
      });
    }
    return Promise.all(kept.flatMap((one) => one?.what.source() ?? []));
  }

  /** Has them wait in another thread: the first question of a thread failed after the thread was made. */
  move(ids: readonly string[], threadId: string | null): void {
    this.#set(
      this.#kept.map(({ shown, what, threadId: old }) => ({
        shown,
        what,
        threadId: ids.includes(shown.id) ? threadId : old,
      })),
    );
  }

  dispose(): void {
    this.#changed.dispose();
  }

  #set(kept: readonly Kept[]): void {
    this.#kept = kept;
    const lists = Map.groupBy(kept, ({ threadId }) => threadId);
    this.#lists = new Map([...lists].map(([threadId, list]) => [threadId, list.map(({ shown }) => shown)]));
    this.#changed.emit();
  }
}
