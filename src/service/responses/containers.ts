import { newHexId } from "../../base/ids.ts";
import { ApiError } from "../errors.ts";
import { found } from "../found.ts";
import type { RunParts } from "../startRun.ts";
import { createThread, deleteThread } from "../threads.ts";
import { seconds } from "../wire.ts";
import type { ContainerRow, MemoryLimit } from "./wire.ts";

const DEFAULT_IDLE_MINUTES = 20;

interface NewContainer {
  name: string;
  fileIds?: readonly string[] | undefined;
  memoryLimit?: MemoryLimit | undefined;
  /** How long it may be left alone. */
  idleMinutes?: number | undefined;
}

/** A container with the files in it, in a thread of its own; or nothing. */
export async function createContainer(parts: RunParts, asked: NewContainer): Promise<ContainerRow> {
  const { name, fileIds = [], memoryLimit = "1g", idleMinutes = DEFAULT_IDLE_MINUTES } = asked;
  const tool_resources = { code_interpreter: { file_ids: [...fileIds] } };
  let container: ContainerRow | undefined;
  await createThread(parts, { tool_resources, metadata: {} }, ({ id: thread_id, created_at }) => {
    container = {
      id: newHexId("container"),
      object: "container",
      thread_id,
      name,
      created_at,
      touched_at: created_at,
      idle_minutes: idleMinutes,
      memory_limit: memoryLimit,
      expired: false,
    };
    parts.store.objects.put(container);
  });
  return container!;
}

/** The container as it is now; throws the API's 404. One that was left alone for too long is expired by this. */
export function containerOf(parts: RunParts, id: string): ContainerRow {
  return asOfNow(parts, found(parts.store.objects.get("container", id), "container", id));
}

/** Variables go with the session; files stay in the thread, where people find them. */
export function asOfNow(parts: RunParts, row: ContainerRow): ContainerRow {
  const { store, runs, runner, now } = parts;
  const endsAt = lastActiveAt(parts, row) + row.idle_minutes * 60;
  if (row.expired || seconds(now()) < endsAt || !runs.isIdle(row.thread_id)) return row;
  const expired = { ...row, expired: true };
  store.objects.put(expired);
  void runner.endSession(row.thread_id);
  return expired;
}

/** The container, which is thereby used; throws the API's 404, or its 400 when it is expired. */
export function useContainer(parts: RunParts, id: string): ContainerRow {
  const row = containerOf(parts, id);
  if (row.expired) throw new ApiError(400, "Container is expired.");
  const touched_at = seconds(parts.now());
  if (row.touched_at !== touched_at) parts.store.objects.put({ ...row, touched_at });
  return row;
}

/** As it goes over the wire. */
export function containerObject(parts: RunParts, row: ContainerRow) {
  const { id, object, name, created_at, idle_minutes: minutes, memory_limit, expired } = row;
  return {
    id,
    object,
    name,
    created_at,
    status: expired ? "expired" : "running",
    last_active_at: lastActiveAt(parts, row),
    expires_after: { anchor: "last_active_at", minutes },
    memory_limit,
    network_policy: { type: "disabled" },
  };
}

/** What runs do in its thread keeps it alive as well. */
function lastActiveAt({ store }: RunParts, { thread_id, touched_at }: ContainerRow): number {
  return Math.max(touched_at, seconds(store.events.lastActAt(thread_id)));
}

/**
 * Removes the container and ends its session; 400 while a response uses it. Its thread goes with it, unless there are
 * responses in it: they, and what they made, stay in the history.
 */
export async function deleteContainer(parts: RunParts, { id, thread_id }: ContainerRow): Promise<void> {
  const { store, runs, runner } = parts;
  const assertIdle = (): void =>
    runs.assertIdle(thread_id, () => `Can't delete ${id} while a response uses it.`);
  assertIdle();
  if (store.objects.idsOf("response", thread_id).length === 0) {
    await deleteThread(parts, thread_id, assertIdle);
    return;
  }
  store.objects.remove("container", id);
  await runner.endSession(thread_id);
}
