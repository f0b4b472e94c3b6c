import type { z } from "zod";
import type { RunParts } from "../startRun.ts";
import { assertOneContext, type tokenCountSchema } from "./newResponse.ts";
import { isResponse, pastOf } from "./past.ts";
import { currentResponse } from "./reader.ts";

// The model that will answer counts in its own way, which is not known here.
const CHARS_PER_TOKEN = 4;
const ONLY_WORDS = { withOutputs: true, addressOf: () => null };

/** About how many tokens a response to this would begin with; bytes of files do not count. */
export async function countTokens(
  parts: RunParts,
  body: z.infer<typeof tokenCountSchema>,
  signal: AbortSignal,
): Promise<number> {
  assertOneContext(body);
  const { input, instructions, tools, previous_response_id: previous, conversation } = body;
  const followed = { previous_response_id: previous ?? null, conversation: conversation ?? null };
  const past = await pastOf(parts, followed, signal);
  const said = past.map((part) =>
    isResponse(part) ? [part.input, currentResponse(parts, part, ONLY_WORDS).output] : part,
  );
  const text = JSON.stringify([instructions, said, input, tools], (key, value: unknown) =>
    key === "file_data" || key === "image_url" ? undefined : value,
  );
  return Math.ceil(text.length / CHARS_PER_TOKEN);
}
