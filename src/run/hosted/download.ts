import { basename, join } from "node:path";
import { APIError } from "openai";
import { z } from "zod";
import { InterpreterError, messageOf } from "../../base/errors.ts";
import type { FileRef } from "../../domain/file.ts";
import { mimeTypeOf } from "../../domain/mimeTypes.ts";
import type { RunContext } from "../runner.ts";
import { pictureMime } from "./cellOutputs.ts";
import { containerContent } from "./containerContent.ts";
import { explain, lossIn } from "./failure.ts";
import { type LocalFile, nameOf, writeInside } from "../localFiles.ts";
import type { Provider } from "./provider.ts";
import type { KnownFile, ThreadNote } from "./threadNote.ts";
import { stampOf } from "./upload.ts";
import type { Waits } from "./waits.ts";
import type { Citation } from "./wire.ts";

const MAX_BYTES = 512 * 1024 * 1024;
/** Of all files of a run. */
const MAX_TOTAL_BYTES = 4 * MAX_BYTES;
const MAX_PICTURE_BYTES = 32 * 1024 * 1024;
const MAX_LISTED = 1000;
const ATTEMPTS = 3;
/** The provider's name of a plot that was shown. */
const SHOWN = /^cfile_[0-9a-f]+\.(png|jpe?g)$/;

interface Parts {
  readonly provider: Provider;
  readonly note: ThreadNote;
  readonly context: RunContext;
  readonly waits: Waits;
}

interface Picture {
  readonly mime: string;
  readonly bytes: Uint8Array;
}

/** What is in a container that was not there before. */
export interface Found {
  readonly files: readonly FileRef[];
  readonly pictures: readonly Picture[];
  /** A sentence for each file that could not be had. */
  readonly problems: readonly string[];
}

const entrySchema = z.object({
  id: z.string().min(1),
  path: z.string(),
  bytes: z.number().nullish(),
  created_at: z.number().nullish(),
  source: z.string().nullish(),
});
type Entry = z.infer<typeof entrySchema>;

/** Copies of a container's files, in the thread's folder and kept with it: containers do not last. */
export class Downloads {
  readonly #parts: Parts;
  /** By the provider's id. */
  readonly #files = new Map<string, FileRef>();
  /** What was told already; it is tried again all the same. */
  readonly #told = new Set<string>();
  #bytes = 0;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** Downloads every file that is new in the container, or another than before. Throws only what ends the run. */
  async collect(containerId: string, signal: AbortSignal): Promise<Found> {
    const files: FileRef[] = [];
    const pictures: Picture[] = [];
    const problems: string[] = [];
    try {
      for (const entry of await this.#list(containerId, signal)) {
        if (!this.#isNew(entry)) continue;
        try {
          if (SHOWN.test(basename(entry.path)))
            pictures.push(await this.#picture(containerId, entry, signal));
          else files.push(await this.#file(containerId, entry, signal));
        } catch (error) {
          problems.push(...this.#problemOf(error, entry.path, signal));
          if (lossIn(error) === "container") break;
        }
      }
    } catch (error) {
      problems.push(...this.#problemOf(error, "", signal));
    }
    return { files, pictures, problems };
  }

  /** Our copy of a file that words cite; undefined if there is none. */
  cited({ file_id: id, filename }: Citation): FileRef | undefined {
    return this.#files.get(id) ?? this.#parts.note.fileAt(basename(filename ?? ""))?.ref ?? undefined;
  }

  async #list(containerId: string, signal: AbortSignal): Promise<Entry[]> {
    const entries: Entry[] = [];
    const { provider, waits } = this.#parts;
    const query = { limit: 100, order: "asc" as const };
    const options = { signal, timeout: waits.silenceMs };
    for await (const one of provider.client.containers.files.list(containerId, query, options)) {
      const { data } = entrySchema.safeParse(one);
      if (data !== undefined) entries.push(data);
      if (entries.length >= MAX_LISTED) break;
    }
    return entries;
  }

  #isNew(entry: Entry): boolean {
    const known = this.#known(entry);
    const stamp = stampOf(entry);
    if (known?.stamp === stamp) return false;
    if (entry.source !== "user") return true;
    // What was given, seen for the first time.
    if (known?.stamp === null) this.#parts.note.setFile({ ...known, path: below(entry.path), stamp });
    return false;
  }

  #known({ path }: Entry): KnownFile | undefined {
    const { note } = this.#parts;
    const known = note.fileAt(below(path));
    if (known !== undefined) return known;
    return note.files.find(
      ({ uploadId, stamp }) => uploadId !== null && stamp === null && path.includes(uploadId),
    );
  }

  async #picture(containerId: string, entry: Entry, signal: AbortSignal): Promise<Picture> {
    const pieces: Uint8Array[] = [];
    for await (const piece of this.#content(containerId, entry, MAX_PICTURE_BYTES, signal))
      pieces.push(piece);
    const bytes = Buffer.concat(pieces);
    const mime = pictureMime(bytes);
    if (mime === null) throw new Error("it is not a picture");
    const path = below(entry.path);
    this.#remember(entry, { name: path, version: "" }, null);
    return { mime, bytes };
  }

  async #file(containerId: string, entry: Entry, signal: AbortSignal): Promise<FileRef> {
    const { context } = this.#parts;
    const name = this.#known(entry)?.name ?? nameOf(entry.path);
    if (name === null) throw new Error("its name is not safe here");
    const written = await this.#write(containerId, entry, name, signal);
    const file = await context.keepFile(name, mimeTypeOf(name), { path: join(context.dataDir, name) });
    this.#remember(entry, written, file);
    this.#files.set(entry.id, file);
    return file;
  }

  /** Tries again when it came only in part. */
  async #write(containerId: string, entry: Entry, name: string, signal: AbortSignal): Promise<LocalFile> {
    for (let attempt = 1; ; attempt++) {
      try {
        const limit = Math.min(MAX_BYTES, MAX_TOTAL_BYTES - this.#bytes);
        const content = this.#content(containerId, entry, limit, signal);
        const written = await writeInside(this.#parts.context.dataDir, name, content, this.#aliasOf(name));
        if (written === null) throw new InterpreterError("policy", "name_taken", "its name is taken here");
        this.#bytes += written.bytes;
        return written;
      } catch (error) {
        const isPart =
          !(error instanceof APIError) && !(error instanceof InterpreterError) && !isDiskFull(error);
        if (signal.aborted || !isPart || attempt === ATTEMPTS) throw error;
      }
    }
  }

  /** The API's own name of a given file. */
  #aliasOf(name: string): string | undefined {
    const { turns } = this.#parts.context;
    const given = turns.flatMap((turn) => (turn.role === "user" ? turn.files : []));
    return given.find((file) => file.name === name)?.id;
  }

  #content(
    containerId: string,
    { id, bytes = null }: Entry,
    limit: number,
    signal: AbortSignal,
  ): AsyncGenerator<Uint8Array> {
    const { provider, waits } = this.#parts;
    return containerContent(provider, waits, { containerId, fileId: id, bytes, limit }, signal);
  }

  #remember(entry: Entry, { name, version }: Pick<LocalFile, "name" | "version">, ref: FileRef | null): void {
    const stamp = stampOf(entry);
    this.#parts.note.setFile({
      name,
      path: below(entry.path),
      stamp,
      version,
      isThere: true,
      uploadId: null,
      ref,
    });
  }

  /** What to tell of the error, once; throws what is the run's own problem. */
  #problemOf(error: unknown, path: string, signal: AbortSignal): string[] {
    signal.throwIfAborted();
    if (isDiskFull(error)) {
      throw new InterpreterError(
        "user",
        "disk_full",
        `The disk is full: ${basename(path)} could not be kept.`,
        {
          action: "Free some space and ask again.",
          cause: error,
        },
      );
    }
    if (error instanceof InterpreterError && error.kind !== "policy") throw error;
    if (this.#told.has(path)) return [];
    this.#told.add(path);
    const why = messageOf(explain(error, this.#parts.provider)).replace(/[. ]+$/, "");
    return [
      path === ""
        ? `What the code wrote could not be fetched from the container: ${why}.`
        : `${clean(basename(path))} could not be fetched from the container: ${why}.`,
    ];
  }
}

function below(path: string): string {
  return path.replace(/^\/mnt\/data\//, "");
}

function clean(name: string): string {
  return name.replace(/\p{Cc}/gu, "_").slice(0, 200);
}

function isDiskFull(error: unknown): boolean {
  return error instanceof Error && "code" in error && (error.code === "ENOSPC" || error.code === "EDQUOT");
}
