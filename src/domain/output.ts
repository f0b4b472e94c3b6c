import { z } from "zod";
import { fileRefSchema } from "./file.ts";
import { jsonSchema } from "./json.ts";

/** A pandas frame: `data` holds rows (at most 200, `rowCount` tells how many there are) of cells in the order of `fields`; `dtype` is pandas' own name. */
export const tableSchema = z.object({
  fields: z.array(z.object({ name: z.string(), dtype: z.string() })),
  data: z.array(z.array(z.union([z.string(), z.number(), z.boolean(), z.null()]))),
  rowCount: z.number().int().nonnegative(),
});
export type Table = z.infer<typeof tableSchema>;

const streamOutputSchema = z.object({
  kind: z.literal("stream"),
  name: z.enum(["stdout", "stderr"]),
  text: z.string(),
});

/** `traceback` has only frames of the cell and of libraries, as plain text. */
const errorOutputSchema = z.object({
  kind: z.literal("error"),
  name: z.string(),
  message: z.string(),
  traceback: z.string(),
});

/** MIME type to content: text as a string, JSON types as JSON; images are never in here (see `image`). */
const displayOutputSchema = z.object({
  kind: z.literal("display"),
  data: z.record(z.string(), jsonSchema),
});

/** A picture that a cell showed, kept as a file of the thread. `alt` is its title if it had one. */
const imageOutputSchema = z.object({ kind: z.literal("image"), file: fileRefSchema, alt: z.string() });

/** What a cell produced, as it stands in the log and reaches people. */
export const outputSchema = z.discriminatedUnion("kind", [
  streamOutputSchema,
  errorOutputSchema,
  displayOutputSchema,
  imageOutputSchema,
]);
export type Output = z.infer<typeof outputSchema>;
