const FOLDER = "/mnt/data/";

/**
 * Files have other names in a container than here, e.g. with a number of the provider's before them. In words, which
 * come in pieces, theirs are replaced by ours.
 */
export class Renames {
  readonly #names: ReadonlyMap<string, string>;
  readonly #longest: readonly string[];
  #held = "";

  /** `names`: paths below /mnt/data, theirs to ours. */
  constructor(names: ReadonlyMap<string, string>) {
    const differing = [...names].filter(([theirs, ours]) => theirs !== ours);
    this.#names = new Map(
      differing.flatMap(([theirs, ours]) => [
        [FOLDER + encodeURI(theirs), FOLDER + encodeURI(ours)],
        [FOLDER + theirs, FOLDER + ours],
      ]),
    );
    this.#longest = [...this.#names.keys()].sort((a, b) => b.length - a.length);
  }

  /** What of the text can be shown, now that `delta` has come; what may be the beginning of a name waits. */
  add(delta: string): string {
    const text = this.#held + delta;
    const from = this.#startOfName(text);
    this.#held = text.slice(from);
    return this.in(text.slice(0, from));
  }

  /** What still waits; nothing more comes. */
  rest(): string {
    const text = this.#held;
    this.#held = "";
    return this.in(text);
  }

  in(text: string): string {
    return this.#longest.reduce((all, theirs) => all.replaceAll(theirs, this.#names.get(theirs)!), text);
  }

  #startOfName(text: string): number {
    const longest = this.#longest[0]?.length ?? 0;
    for (let from = Math.max(0, text.length - longest + 1); from < text.length; from++) {
      const tail = text.slice(from);
      if (this.#longest.some((name) => name.length > tail.length && name.startsWith(tail))) return from;
    }
    return text.length;
  }
}
