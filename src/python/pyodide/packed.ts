import { z } from "zod";

/** Where a packed runtime lies: its bytes, and the index that says where in them each file is. */
export const PACKED_DATA = "runtime.zst";
export const PACKED_INDEX = "index.json";

/**
 * A file is packed in frames of so many bytes each, so that all cores work at it and no more than some frames are ever
 * in memory.
 */
export const FRAME_BYTES = 16 * 1024 * 1024;

const indexSchema = z.object({
  /** By file name, in the order in which they lie: the packed length in bytes of each frame. */
  files: z.record(z.string(), z.array(z.number().int().positive())),
});
export type PackedIndex = z.infer<typeof indexSchema>;

/** Throws when it is not an index. */
export function parseIndex(json: string): PackedIndex {
  return indexSchema.parse(JSON.parse(json));
}
