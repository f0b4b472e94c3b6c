import type { ContainerMemory } from "../../domain/connection.ts";
import { Container } from "./container.ts";
import { type Desk, tell } from "./desk.ts";
import { lossIn } from "./failure.ts";
import { fileRemark } from "./input.ts";
import type { Provider } from "./provider.ts";
import { type Uploaded, uploadFiles } from "./upload.ts";

type Parts = Pick<Desk, "context" | "note" | "emit" | "signal"> & {
  readonly container: Container;
  readonly provider: Provider;
};

const NEW_FOR_MODEL = "A new container was made: variables of earlier code are gone, files are kept.";

/** Where a thread's code runs at the provider: a container with the thread's files in it. */
export class Workplace {
  readonly container: Container;
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
    this.container = parts.container;
  }

  /** For people, e.g. "Container of api.openai.com, 1 GB". */
  get runtime(): string {
    const { destination, memory = "1g" } = this.#parts.provider;
    return `Container of ${destination}, ${memory.replace("g", " GB")}`;
  }

  readonly isolation: readonly string[] = ["the provider's container"];

  /**
   * Has a container ready, with every file of the thread. Resolves to what the model has to be told of it; `isAll`: it
   * knows nothing of the thread yet.
   */
  async prepare(isAll: boolean): Promise<string> {
    const { note } = this.#parts;
    const { uploaded, isNew } = await this.#open();
    this.#tellPeople(uploaded, isNew);
    const isNews = isAll || (isNew && this.container.isRenewed);
    const files = note.files.filter(
      ({ name, isThere, version }) => isThere && version !== "" && (isNews || uploaded.names.includes(name)),
    );
    const remark = fileRemark(files, this.#givenIds());
    const parts = [isNew && this.container.isRenewed ? NEW_FOR_MODEL : "", remark];
    return parts.filter((part) => part !== "").join("\n");
  }

  /** As a request names it. */
  get forTool(): string | { type: "auto"; file_ids?: string[]; memory_limit?: ContainerMemory } {
    const { note, provider } = this.#parts;
    const { id, isAuto } = this.container;
    if (!isAuto && id !== null) return id;
    const ids = note.files.flatMap(({ uploadId, isThere }) => (isThere ? (uploadId ?? []) : []));
    return {
      type: "auto",
      ...(ids.length === 0 ? {} : { file_ids: ids }),
      ...(provider.memory === undefined ? {} : { memory_limit: provider.memory }),
    };
  }

  /** Tells people of a container that is a new one. */
  opened(): void {
    const { emit, context } = this.#parts;
    // Cells of another runner, too: the session that they ran in is not this one.
    const renewed = this.container.isRenewed || context.turns.some(({ role }) => role === "cell");
    const { runtime, isolation } = this;
    const host = this.#parts.provider.destination;
    emit({ type: "session.opened", runId: context.runId, runtime, isolation: [...isolation], host, renewed });
  }

  async #open(): Promise<{ uploaded: Uploaded; isNew: boolean }> {
    const { context, signal, note, provider } = this.#parts;
    const { container } = this;
    const aliases = new Set(this.#givenIds().values());
    const fill = (): Promise<Uploaded> =>
      uploadFiles({ provider, note, container, dataDir: context.dataDir, aliases, signal });
    const isNew = await container.open(signal);
    if (isNew) this.opened();
    try {
      return { uploaded: await fill(), isNew };
    } catch (error) {
      // It may end between two requests.
      if (isNew || lossIn(error) !== "container") throw error;
      container.forget();
      if (await container.open(signal)) this.opened();
      return { uploaded: await fill(), isNew: true };
    }
  }

  #tellPeople({ names, leftOut }: Uploaded, isNew: boolean): void {
    if (isNew && this.container.isRenewed && !this.container.isEnded) {
      const files = names.length === 1 ? "the file" : `the ${names.length} files`;
      const kept = names.length === 0 ? "There is a new one" : `A new one has ${files} of this thread`;
      tell(this.#parts, `The container had expired. ${kept}.`);
    }
    if (leftOut.length > 0) {
      tell(
        this.#parts,
        `Too large, too many, or not taken by the container: ${leftOut.slice(0, 10).join(", ")}.`,
      );
    }
  }

  /** The API's own names of given files, by ours. */
  #givenIds(): ReadonlyMap<string, string> {
    const given = this.#parts.context.turns.flatMap((turn) => (turn.role === "user" ? turn.files : []));
    return new Map(given.map(({ name, id }) => [name, id]));
  }
}
