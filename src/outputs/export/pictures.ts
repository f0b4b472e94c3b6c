import type { FileRef } from "../../domain/file.ts";
import type { Transcript } from "../../domain/transcript.ts";

/** Bytes of the pictures that cells showed, by file id; those that could not be read are missing. */
export type Pictures = ReadonlyMap<string, Uint8Array>;

/** Reads the transcript's pictures; `content` gives a file's bytes. One that is gone does not keep the others back. */
export async function readPictures(
  transcript: Transcript,
  content: (fileId: string) => Promise<Uint8Array>,
): Promise<Pictures> {
  const pictures = new Map<string, Uint8Array>();
  for (const { id } of picturesOf(transcript)) {
    if (pictures.has(id)) continue;
    try {
      pictures.set(id, await content(id));
    } catch {
      // The document says in its place that it is missing.
    }
  }
  return pictures;
}

/** Every picture that a cell showed, in order. */
export function picturesOf({ turns }: Transcript): FileRef[] {
  return turns
    .flatMap(({ blocks }) => blocks)
    .flatMap((block) => (block.kind === "cell" ? block.outputs : []))
    .flatMap((output) => (output.kind === "image" ? [output.file] : []));
}
