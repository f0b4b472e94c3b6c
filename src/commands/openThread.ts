import type { ThreadArgument } from "../manifest.ts";
import type { CommandContext } from "./commandContext.ts";
import { ThreadPick } from "./threadPick.ts";

/** Opens a thread: the one given, or one that the person finds in a list of all. */
export async function openThread(
  { controller, showPanel }: CommandContext,
  thread?: ThreadArgument,
): Promise<void> {
  const isGiven = typeof thread?.threadId === "string";
  const threadId = isGiven ? thread.threadId : await new ThreadPick(controller).choose();
  if (threadId === undefined) return;
  controller.open(threadId);
  await showPanel();
}
