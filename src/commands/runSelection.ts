import type { CommandContext } from "./commandContext.ts";

/** Runs the selected Python in the thread's session as it is; no model takes part. */
export async function runSelection({ controller, showPanel, selectedPython }: CommandContext): Promise<void> {
  const code = selectedPython();
  await Promise.all([showPanel(), controller.runCode(code)]);
}
