import type { CommandContext } from "./commandContext.ts";

/** Leaves the open thread and shows an empty panel; a run in the old one goes on. */
export async function newThread({ controller, showPanel }: CommandContext): Promise<void> {
  controller.newThread();
  await showPanel();
}
