/** Something a person wants to have looked at: a file, or a part of one. */
export interface Source {
  /** File name, with its extension. */
  readonly name: string;
  readonly bytes: number;
  /** Gives the bytes; file-backed blobs are streamed, so that a large file costs no memory. */
  open(): Promise<Blob>;
}
