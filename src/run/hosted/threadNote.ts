import { z } from "zod";
import { fileRefSchema } from "../../domain/file.ts";
import { jsonSchema } from "../../domain/json.ts";
import type { RunContext } from "../runner.ts";
import { markSchema } from "./followUp.ts";
import type { Provider } from "./provider.ts";

const knownFileSchema = z.object({
  /** Path below our /mnt/data. */
  name: z.string(),
  /** Path below that of the container. */
  path: z.string(),
  /** As the container lists the file; another one is another content. Null: not known yet. */
  stamp: z.string().nullable(),
  /** Of our copy, as it was when both were the same. */
  version: z.string(),
  /** Whether code finds it in the container, or in the one that is made next. */
  isThere: z.boolean(),
  /** The provider's id of what was uploaded. */
  uploadId: z.string().nullable(),
  /** Where a run made it. */
  ref: fileRefSchema.nullable(),
});
export type KnownFile = z.infer<typeof knownFileSchema>;

const containerSchema = z.object({
  id: z.string(),
  /** `auto`: the provider makes it with the first code that runs. */
  kind: z.enum(["made", "auto"]),
  /** Epoch milliseconds of the last thing that was done with it. */
  activeAt: z.number(),
});

const noteSchema = z.object({
  container: containerSchema.nullable(),
  files: z.array(knownFileSchema),
  /** Of all containers that were made for the thread. */
  priceUsd: z.number().nonnegative(),
  /** From where the next run goes on, if the last one completed. */
  mark: markSchema.nullable(),
});

/** What is known about a thread at one provider; kept with the thread. */
export class ThreadNote {
  #state: z.infer<typeof noteSchema>;
  readonly #context: RunContext;
  readonly #key: string;

  constructor(context: RunContext, { client }: Provider) {
    this.#context = context;
    this.#key = `hosted ${client.baseURL}`;
    const found = noteSchema.safeParse(context.recall(this.#key));
    this.#state = found.data ?? { container: null, files: [], priceUsd: 0, mark: null };
  }

  get container() {
    return this.#state.container;
  }

  get mark() {
    return this.#state.mark;
  }

  get priceUsd(): number {
    return this.#state.priceUsd;
  }

  get files(): readonly KnownFile[] {
    return this.#state.files;
  }

  fileAt(path: string): KnownFile | undefined {
    return this.#state.files.find((file) => file.path === path);
  }

  fileNamed(name: string): KnownFile | undefined {
    return this.#state.files.find((file) => file.name === name);
  }

  /** Changes it, on disk as well. */
  set(change: Partial<z.infer<typeof noteSchema>>): void {
    this.#state = { ...this.#state, ...change };
    this.#context.remember(this.#key, jsonSchema.parse(this.#state));
  }

  /** The container is another one now; `isThere` tells which files it has. */
  moveFiles(isThere: (file: KnownFile) => boolean): void {
    const move = (file: KnownFile): KnownFile => ({ ...file, stamp: null, isThere: isThere(file) });
    this.set({ files: this.#state.files.map(move) });
  }

  /** Adds the file, in the place of what was known of its name or its path. */
  setFile(file: KnownFile): void {
    const others = this.#state.files.filter(({ name, path }) => name !== file.name && path !== file.path);
    this.set({ files: [...others, file] });
  }
}
