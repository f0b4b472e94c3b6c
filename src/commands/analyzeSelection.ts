import type { CommandContext } from "./commandContext.ts";

/** "Analyze with Interpreter" on the selection of the active editor. */
export async function analyzeSelection({
  controller,
  showPanel,
  selectionQuestion,
}: CommandContext): Promise<void> {
  const { text, sources } = selectionQuestion();
  await Promise.all([showPanel(), controller.ask(text, sources)]);
}
