import { z } from "zod";

/** Where a file of a thread came from: given by the person, or made by a cell. */
export const fileRoleSchema = z.enum(["input", "output"]);
export type FileRole = z.infer<typeof fileRoleSchema>;

/**
 * One version of a file of a thread. `name` is its path below /mnt/data with `/` between folders; a newer
 * version of the same name has another `id`. `bytes` is its size.
 */
export const fileRefSchema = z.object({
  id: z.string(),
  name: z.string(),
  bytes: z.number().int().nonnegative(),
  mime: z.string(),
});
export type FileRef = z.infer<typeof fileRefSchema>;
