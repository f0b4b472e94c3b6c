import { found } from "../found.ts";
import type { RunParts } from "../startRun.ts";
import { createThread } from "../threads.ts";
import { asOfNow, createContainer, useContainer } from "./containers.ts";
import { isResponse, type Past } from "./past.ts";
import type { AskedFields, ContainerRow } from "./wire.ts";

/** Where a response is carried out. */
export interface Place {
  readonly threadId: string;
  readonly containerId: string | null;
  /** Made for this response. */
  readonly isNew: boolean;
  /** To be in the container. */
  readonly fileIds: readonly string[];
}

/**
 * The container that the response names, or the one that was used before in what it follows, or a new one; without the
 * tool, a thread that holds nothing but its log. Throws the API's errors for a container or a file that is not there.
 */
export async function placeFor(parts: RunParts, { tools }: AskedFields, past: Past): Promise<Place> {
  const tool = tools.find(({ type }) => type === "code_interpreter");
  if (tool?.type !== "code_interpreter") {
    const { id } = await createThread(parts, { tool_resources: {}, metadata: {} });
    return { threadId: id, containerId: null, isNew: true, fileIds: [] };
  }
  if (typeof tool.container === "string") {
    return placeIn(useContainer(parts, tool.container), false);
  }
  const { file_ids: fileIds = [], memory_limit: memoryLimit } = tool.container;
  for (const id of fileIds) found(parts.store.objects.get("file", id), "file", id);
  const known = usedIn(parts, past);
  if (known !== undefined) return placeIn(known, false, fileIds);
  return placeIn(await createContainer(parts, { name: "auto", fileIds, memoryLimit }), true);
}

function placeIn({ id, thread_id }: ContainerRow, isNew: boolean, fileIds: readonly string[] = []): Place {
  return { threadId: thread_id, containerId: id, isNew, fileIds };
}

/** The container in which code ran last, if it has not expired. */
function usedIn(parts: RunParts, past: Past): ContainerRow | undefined {
  const id = past.flatMap((part) => containerIdOf(part) ?? []).at(-1);
  const row = id === undefined ? undefined : parts.store.objects.get("container", id);
  if (row === undefined || asOfNow(parts, row).expired) return undefined;
  return useContainer(parts, row.id);
}

function containerIdOf(part: Past[number]): string | null {
  if (isResponse(part)) return part.container_id;
  return part.type === "code_interpreter_call" ? part.container_id : null;
}
