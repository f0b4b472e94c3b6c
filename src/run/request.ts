import { instructionsFor } from "./instructions.ts";
import type { ModelRequest, ModelSettings, Turn } from "./model.ts";
import type { RunContext } from "./runner.ts";

/**
 * What the model is asked next. A tool that the client demands is demanded once: asked for again and again, the model
 * could never answer in words.
 */
export function requestFor(
  context: RunContext,
  turns: readonly Turn[],
  cellsAreLeft: boolean,
  isFirst: boolean,
  completionTokensLeft: number | undefined,
): ModelRequest {
  const { instructions, settings } = context;
  const withCode = settings?.mayRunCode !== false;
  const { toolChoice, ...rest } = settings?.model ?? {};
  const asked: ModelSettings = {
    ...rest,
    ...(isFirst && toolChoice !== undefined ? { toolChoice } : {}),
    ...(completionTokensLeft === undefined ? {} : { maxCompletionTokens: completionTokensLeft }),
  };
  return {
    instructions: instructionsFor(instructions, turns, withCode),
    turns,
    mayRunCode: withCode && cellsAreLeft,
    readFile: (file) => context.readFile(file),
    ...(settings?.functions === undefined ? {} : { functions: settings.functions }),
    ...(Object.keys(asked).length === 0 ? {} : { settings: asked }),
  };
}
