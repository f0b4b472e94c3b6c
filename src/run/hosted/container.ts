import { APIConnectionTimeoutError, APIError } from "openai";
import { z } from "zod";
import { CONTAINER_LIFE_MS, PRICE_USD, type Provider } from "./provider.ts";
import type { ThreadNote } from "./threadNote.ts";
import type { Waits } from "./waits.ts";

interface Parts {
  readonly provider: Provider;
  readonly note: ThreadNote;
  readonly now: () => number;
  readonly waits: Waits;
  /** Base addresses of providers that make no containers on request. */
  readonly withoutContainers: Set<string>;
}

const containerSchema = z.object({ id: z.string().min(1), status: z.string().nullish() });

/** The thread's container at a provider. */
export class Container {
  readonly #parts: Parts;
  /** Whether one that was there is gone, and with it its variables. */
  isRenewed = false;
  /** Whether a person ended it, who then needs not be told. */
  isEnded = false;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  get id(): string | null {
    return this.#parts.note.container?.id ?? null;
  }

  /** Whether the provider makes it by itself with the first code that runs. */
  get isAuto(): boolean {
    const { withoutContainers, provider, note } = this.#parts;
    if (note.container !== null) return note.container.kind === "auto";
    return withoutContainers.has(provider.client.baseURL);
  }

  /** When it ends if nothing more is done with it; epoch milliseconds. */
  get endsAt(): number {
    return (this.#parts.note.container?.activeAt ?? 0) + CONTAINER_LIFE_MS;
  }

  /** Has one ready, as far as the provider lets us. Whether it is a new one. */
  async open(signal: AbortSignal): Promise<boolean> {
    const { note, now } = this.#parts;
    const known = note.container;
    if (known !== null && now() < this.endsAt && (await this.#isThere(signal))) {
      this.touch();
      return false;
    }
    if (known !== null) this.forget();
    if (this.isAuto) return false;
    const id = await this.#make(signal);
    if (id === null) return false;
    // What was uploaded beside others is not in it.
    note.moveFiles(() => false);
    this.#enter(id, "made");
    return true;
  }

  /** Code ran in the container `id`, which the provider chose. Whether it is one that was not known. */
  ranIn(id: string): boolean {
    if (id === this.id) {
      this.touch();
      return false;
    }
    if (this.id !== null) this.forget();
    this.#enter(id, "auto");
    return true;
  }

  /** It is gone: nothing of it counts any more but what was copied. */
  forget(): void {
    const { note } = this.#parts;
    this.isRenewed = true;
    // What was uploaded beside a container outlives it.
    const isBeside = note.container?.kind === "auto";
    note.moveFiles(({ uploadId }) => isBeside && uploadId !== null);
    note.set({ container: null });
  }

  /** A person ended it. */
  end(): void {
    this.forget();
    this.isEnded = true;
  }

  touch(): void {
    const { note, now } = this.#parts;
    if (note.container !== null) note.set({ container: { ...note.container, activeAt: now() } });
  }

  #enter(id: string, kind: "made" | "auto"): void {
    const { note, now, provider } = this.#parts;
    const priceUsd = note.priceUsd + PRICE_USD[provider.memory ?? "1g"];
    note.set({ container: { id, kind, activeAt: now() }, priceUsd });
  }

  async #isThere(signal: AbortSignal): Promise<boolean> {
    const { provider, waits } = this.#parts;
    const { client } = provider;
    // One that the provider made cannot always be looked at; it makes a new one if need be.
    if (this.isAuto) return true;
    try {
      const found = await client.containers.retrieve(this.id ?? "", { signal, timeout: waits.silenceMs });
      const status = containerSchema.safeParse(found).data?.status;
      return status !== "expired" && status !== "deleted";
    } catch (error) {
      if (error instanceof APIError && [400, 404, 410].includes(Number(error.status))) return false;
      throw error;
    }
  }

  async #make(signal: AbortSignal): Promise<string | null> {
    const { provider, waits, withoutContainers } = this.#parts;
    const { client, memory } = provider;
    try {
      const made = await client.containers.create(
        {
          name: "interpreter",
          expires_after: { anchor: "last_active_at", minutes: 20 },
          ...(memory === undefined ? {} : { memory_limit: memory }),
        },
        { signal, timeout: waits.containerMs, maxRetries: 1 },
      );
      const { data } = containerSchema.safeParse(made);
      if (data !== undefined) return data.id;
    } catch (error) {
      if (!makesNone(error)) throw error;
    }
    withoutContainers.add(client.baseURL);
    return null;
  }
}

/**
 * Whether the provider has no such request, or never answers it, as Azure is known for. What else is wrong shows with
 * the question itself.
 */
function makesNone(error: unknown): boolean {
  if (error instanceof APIConnectionTimeoutError) return true;
  return error instanceof APIError && [400, 403, 404, 405, 408, 501, 504].includes(Number(error.status));
}
