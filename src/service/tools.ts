import { z } from "zod";
import type { Tool, ToolResources } from "./wire.ts";

/** Said wherever the API has a search in files, which is not here. */
export const NO_FILE_SEARCH =
  "The tool 'file_search' and vector stores are not served here. Give the files to 'code_interpreter' (attachments, or tool_resources.code_interpreter.file_ids): its Python reads and searches them below /mnt/data.";

const functionSchema = z.object({
  type: z.literal("function"),
  function: z.object({
    name: z
      .string()
      .max(64)
      .refine((name) => /^[\w-]+$/.test(name), {
        error: "Expected a name of letters, digits, underscores and dashes",
      }),
    description: z.string().optional(),
    parameters: z.record(z.string(), z.unknown()).optional(),
    strict: z.boolean().nullish(),
  }),
});

const isNotSearch = (value: unknown): boolean => {
  const type = (value as { type?: unknown } | null)?.type;
  // Its name in the API's first version.
  return type !== "file_search" && type !== "retrieval";
};
const NOT_SERVED = {
  error: NO_FILE_SEARCH,
  params: { code: "unsupported_tool" },
  path: ["type"],
  abort: true,
};

const toolSchema = z
  .unknown()
  .refine(isNotSearch, NOT_SERVED)
  .pipe(z.discriminatedUnion("type", [z.object({ type: z.literal("code_interpreter") }), functionSchema]));

/** Tools of an assistant, or those of a run in their place. */
export const toolsSchema: z.ZodType<Tool[]> = z.array(toolSchema).max(128);

/** What attachments are for; `file_search` is refused, and Python is what is meant where nothing is said. */
export const attachmentToolsSchema = z.array(z.unknown().refine(isNotSearch, NOT_SERVED)).nullish();

export const fileIdsSchema = z.array(z.string()).max(20);

/** Files for Python. A `file_search` without stores is what some clients send for none. */
export const toolResourcesSchema: z.ZodType<ToolResources | null | undefined> = z
  .object({
    code_interpreter: z.object({ file_ids: fileIdsSchema.default([]) }).nullish(),
    file_search: z
      .unknown()
      .refine((given) => !hasStores(given), { error: NO_FILE_SEARCH, params: { code: "unsupported_tool" } })
      .optional(),
  })
  .transform(({ code_interpreter: given }) =>
    given === undefined || given === null ? {} : { code_interpreter: given },
  )
  .nullish();

function hasStores(given: unknown): boolean {
  return Object.values(given ?? {}).some((value) => Array.isArray(value) && value.length > 0);
}

/** Files of both forms: `file_ids` is the one of the API's first version. */
export function resourcesOf(
  resources: ToolResources | null | undefined,
  fileIds: readonly string[] | null | undefined,
): ToolResources {
  if (fileIds === undefined || fileIds === null || fileIds.length === 0) return resources ?? {};
  return { code_interpreter: { file_ids: [...fileIds] } };
}
