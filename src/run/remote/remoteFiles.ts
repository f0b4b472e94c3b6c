import { join } from "node:path";
import type OpenAI from "openai";
import { toFile } from "openai";
import { freeName } from "../../base/fileName.ts";
import { InterpreterError, messageOf, sentenceOf } from "../../base/errors.ts";
import type { FileRef } from "../../domain/file.ts";
import { mimeTypeOf } from "../../domain/mimeTypes.ts";
import type { RunContext } from "../runner.ts";
import { explain } from "./failures.ts";
import { fileSchema } from "./objects.ts";
import { isFolderAt, writeInside } from "../localFiles.ts";
import { flatName } from "./flatName.ts";

const MAX_FILE_BYTES = 512 * 1024 * 1024;
const MAX_PICTURE_BYTES = 64 * 1024 * 1024;
const MAX_FILES = 500;
const TRIES = 3;

interface Parts {
  readonly client: OpenAI;
  readonly host: string;
  readonly context: RunContext;
  readonly say: (sentence: string) => void;
  /** Called with what was fetched and kept. */
  readonly onKept: (file: FileRef, remoteId: string) => void;
}

/** Files on their way between a thread and its counterpart at another server. */
export class RemoteFiles {
  readonly #parts: Parts;
  /** By the id over there; null: it could not be had, which was said. */
  readonly #known = new Map<string, FileRef | null>();
  readonly #given = new Set<string>();
  #signal: AbortSignal;
  #count = 0;

  constructor(parts: Parts, signal: AbortSignal) {
    this.#parts = parts;
    this.#signal = signal;
  }

  /** Goes on until another signal: the run was stopped, and what it made is wanted all the same. */
  goOnUntil(signal: AbortSignal): void {
    this.#signal = signal;
  }

  /** Takes note of a file that both sides have; null: a version of ours that is not the newest any more. */
  know(remoteId: string, file: FileRef | null): void {
    this.#known.set(remoteId, file);
  }

  isKnown(remoteId: string): boolean {
    return this.#known.has(remoteId);
  }

  /** Whether it went there from here. */
  isGiven(remoteId: string): boolean {
    return this.#given.has(remoteId);
  }

  /** Sends the file there and gives its id; null when it is too large for the API, which is said. */
  async upload(file: FileRef): Promise<string | null> {
    const { client, context, host, say } = this.#parts;
    if (file.bytes > MAX_FILE_BYTES) {
      say(`${file.name} was not sent to ${host}: files may have at most 512 MB.`);
      return null;
    }
    const content = await toFile(await context.readFile(file), file.name.split("/").at(-1) ?? "file");
    const { id } = await client.files.create(
      { file: content, purpose: "assistants" },
      { signal: this.#signal },
    );
    this.know(id, file);
    this.#given.add(id);
    return id;
  }

  /** A file that was made there, kept here and put into /mnt/data; null when it cannot be had, which is said. */
  fetch(remoteId: string): Promise<FileRef | null> {
    return this.#once(remoteId, async (filename, bytes) => {
      const { context } = this.#parts;
      let name = flatName(filename);
      if (await isFolderAt(join(context.dataDir, name)))
        name = freeName(name, [name, ...context.fileNames()]);
      const content = this.#content(remoteId, MAX_FILE_BYTES, bytes);
      if ((await writeInside(context.dataDir, name, content)) === null)
        throw new Error("its name is taken here.");
      return context.keepFile(name, mimeTypeOf(name), { path: join(context.dataDir, name) });
    });
  }

  /** A picture that was shown there, kept here. */
  fetchPicture(remoteId: string): Promise<FileRef | null> {
    return this.#once(remoteId, async (filename, bytes) => {
      const { context } = this.#parts;
      const flat = flatName(filename);
      const name = freeName(
        mimeTypeOf(flat).startsWith("image/") ? flat : `${flat}.png`,
        context.fileNames(),
      );
      const pieces: Uint8Array[] = [];
      for await (const piece of this.#content(remoteId, MAX_PICTURE_BYTES, bytes)) pieces.push(piece);
      return context.keepFile(name, mimeTypeOf(name), Buffer.concat(pieces));
    });
  }

  async #once(
    remoteId: string,
    get: (filename: string, bytes: number | undefined) => Promise<FileRef>,
  ): Promise<FileRef | null> {
    const known = this.#known.get(remoteId);
    if (known !== undefined) return known;
    const file = await this.#tryToGet(remoteId, get);
    this.know(remoteId, file);
    if (file !== null) this.#parts.onKept(file, remoteId);
    return file;
  }

  async #tryToGet(
    remoteId: string,
    get: (filename: string, bytes: number | undefined) => Promise<FileRef>,
  ): Promise<FileRef | null> {
    const { client, host, say } = this.#parts;
    const signal = this.#signal;
    if (++this.#count > MAX_FILES) {
      if (this.#count === MAX_FILES + 1)
        say(`${host} made more than ${MAX_FILES} files; the rest stayed there.`);
      return null;
    }
    for (let tries = 1; ; tries++) {
      try {
        const { filename, bytes } = fileSchema.parse(await client.files.retrieve(remoteId, { signal }));
        return await get(filename, bytes ?? undefined);
      } catch (error) {
        signal.throwIfAborted();
        // A full disk is the run's problem.
        if (error instanceof InterpreterError && error.kind === "user") throw error;
        if (tries < TRIES && error instanceof Cut) continue;
        say(`The file ${remoteId} could not be fetched: ${sentenceOf(explain(error, this.#parts))}`);
        return null;
      }
    }
  }

  /** Its bytes as they come; ends in an error where they do not come all, or are too many. */
  async *#content(remoteId: string, most: number, expected: number | undefined): AsyncGenerator<Uint8Array> {
    const { client } = this.#parts;
    const signal = this.#signal;
    const { body } = await client.files.content(remoteId, { signal });
    let bytes = 0;
    try {
      for await (const piece of body ?? []) {
        bytes += piece.length;
        if (bytes > most) break;
        yield piece;
      }
    } catch (error) {
      throw new Cut(messageOf(error));
    }
    if (bytes > most) throw new Error(`it has more than ${most / 1024 / 1024} MB.`);
    if (expected !== undefined && bytes < expected) throw new Cut(`only ${bytes} of ${expected} bytes came.`);
  }
}

/** The content ended before its end. */
class Cut extends Error {}
