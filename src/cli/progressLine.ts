import { type Clock, systemClock } from "../base/clock.ts";
import type { Disposable } from "../base/disposables.ts";
import type { Change } from "../domain/event.ts";

interface Terminal {
  readonly isTTY?: boolean;
  write(text: string): unknown;
}

const SECOND_MS = 1000;
const WIPE = "\r\u001b[2K";

/** A last line on a terminal that says what takes its time; it is gone before anything else is written. */
export class ProgressLine implements Disposable {
  readonly #terminal: Terminal;
  readonly #clock: Clock;
  #timer: Disposable | undefined;
  #isShown = false;

  /** Does nothing on what is no terminal. */
  constructor(terminal: Terminal, clock: Clock = systemClock) {
    this.#terminal = terminal;
    this.#clock = clock;
  }

  /** Takes the line away, and begins to count for what goes on after `change`. */
  after(change: Change): void {
    this.dispose();
    const what = workAfter(change);
    if (what !== null && this.#terminal.isTTY === true) this.#count(what, this.#clock.now());
  }

  dispose(): void {
    this.#timer?.dispose();
    if (this.#isShown) this.#terminal.write(WIPE);
    this.#isShown = false;
  }

  #count(what: string, since: number): void {
    this.#timer = this.#clock.after(SECOND_MS, () => {
      const seconds = Math.round((this.#clock.now() - since) / SECOND_MS);
      this.#terminal.write(`${WIPE}… ${what}, ${seconds} s`);
      this.#isShown = true;
      this.#count(what, since);
    });
  }
}

function workAfter(change: Change): string | null {
  switch (change.type) {
    case "cell.running":
    case "cell.output":
      return "running";
    case "run.created":
    case "run.started":
    case "cell.done":
    case "session.opened":
      return "thinking";
    case "run.cancelling":
      return "stopping";
    default:
      return null;
  }
}
