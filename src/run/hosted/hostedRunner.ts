import type { SessionState } from "../../domain/session.ts";
import type { RunContext, Runner } from "../runner.ts";
import { HostedRun, type Place } from "./hostedRun.ts";
import type { Provider } from "./provider.ts";
import { DEFAULT_WAITS, type Waits } from "./waits.ts";

interface HostedParts {
  /** Asked once a run. What it throws becomes a failed run. */
  readonly connect: () => Promise<Provider>;
  /** Epoch milliseconds. */
  readonly now?: () => number;
  readonly waits?: Partial<Waits>;
}

/** Runs at a provider: its model thinks, its container computes; the thread, with every file, stays here as well. */
export class HostedRunner implements Runner {
  readonly #connect: HostedParts["connect"];
  readonly #now: () => number;
  readonly #waits: Waits;
  /** By thread. */
  readonly #places = new Map<string, Place>();
  readonly #ended = new Set<string>();
  readonly #withoutBackground = new Set<string>();
  readonly #withoutContainers = new Set<string>();

  constructor({ connect, now = Date.now, waits = {} }: HostedParts) {
    this.#connect = connect;
    this.#now = now;
    this.#waits = { ...DEFAULT_WAITS, ...waits };
  }

  async run(context: RunContext): Promise<void> {
    await new HostedRun(
      {
        connect: this.#connect,
        waits: this.#waits,
        now: this.#now,
        withoutBackground: this.#withoutBackground,
        withoutContainers: this.#withoutContainers,
        ended: this.#ended,
        onPlace: (place) => this.#places.set(context.threadId, place),
      },
      context,
    ).toEnd();
  }

  session(threadId: string): SessionState | null {
    const place = this.#places.get(threadId);
    if (place === undefined) return null;
    const { container, runtime, isolation } = place.workplace;
    if (container.id === null || container.endsAt <= this.#now()) return null;
    const host = place.provider.destination;
    return {
      runtime,
      isolation: [...isolation],
      host,
      endsAt: container.endsAt,
      priceUsd: place.note.priceUsd,
    };
  }

  async endSession(threadId: string): Promise<void> {
    const place = this.#places.get(threadId);
    this.#places.delete(threadId);
    const id = place?.workplace.container.id ?? null;
    if (place === undefined || id === null) return;
    this.#ended.add(id);
    const options = { timeout: this.#waits.tidyMs, maxRetries: 0 };
    // Should it not be heard, the container ends by itself; it is not used again.
    await place.provider.client.containers.delete(id, options).catch(() => {});
  }
}
