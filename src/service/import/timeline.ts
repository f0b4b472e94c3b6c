import type { ExportedMessage, ExportedRun, ExportedStep } from "./exported.ts";
import type { Exported } from "./request.ts";

/** A run with what it did, in order. */
export interface Act {
  readonly run: ExportedRun;
  /** Steps; or messages that no step tells of. */
  readonly parts: readonly (
    | { readonly step: ExportedStep; readonly message?: ExportedMessage | undefined }
    | { readonly step: null; readonly message: ExportedMessage }
  )[];
}

export type Item = { readonly message: ExportedMessage } | { readonly act: Act };

/** What happened in the thread, oldest first: its messages, and its runs with theirs. */
export function timelineOf(exported: Exported): Item[] {
  const messages = oldestFirst(exported.messages, ({ role }) => role === "user");
  const runs = [...exported.runs, ...unknownRuns(exported)];
  const ofRuns = new Set(runs.map(({ id }) => id));
  const isOfRun = ({ role, run_id }: ExportedMessage): boolean =>
    role === "assistant" && typeof run_id === "string" && ofRuns.has(run_id);
  const items: { at: number; item: Item }[] = [
    ...messages
      .filter((message) => !isOfRun(message))
      .map((message) => ({ at: timeOf(message), item: { message } })),
    ...oldestFirst(runs, () => false).map((run) => ({
      at: timeOf(run),
      item: { act: actOf(run, exported.steps, messages) },
    })),
  ];
  // Stable: of what came in one second, messages stand before the run that answers them.
  return items.sort((a, b) => a.at - b.at).map(({ item }) => item);
}

function actOf(run: ExportedRun, steps: readonly ExportedStep[], messages: readonly ExportedMessage[]): Act {
  const own = messages.filter(({ role, run_id }) => role === "assistant" && run_id === run.id);
  const byId = new Map(own.map((message) => [message.id, message]));
  const ownSteps = steps.filter(({ run_id }) => run_id === run.id);
  const isCall = ({ step_details: { type } }: ExportedStep): boolean => type === "tool_calls";
  const parts: Act["parts"][number][] = oldestFirst(ownSteps, isCall).map((step) => {
    const { step_details: details } = step;
    const id = details.type === "message_creation" ? details.message_creation.message_id : "";
    return { step, message: byId.get(id) };
  });
  const told = new Set(parts.flatMap(({ message }) => message ?? []));
  const untold = own.filter((message) => !told.has(message)).map((message) => ({ step: null, message }));
  return { run, parts: [...parts, ...untold] };
}

/** Of runs that are not in the export there are messages all the same. */
function unknownRuns({ messages, runs }: Exported): ExportedRun[] {
  const known = new Set(runs.map(({ id }) => id));
  const found = new Map<string, ExportedRun>();
  for (const { role, run_id: id, assistant_id, created_at } of messages) {
    if (role !== "assistant" || typeof id !== "string" || known.has(id) || found.has(id)) continue;
    found.set(id, { ...{ id, assistant_id, created_at, status: "completed" }, tools: [], metadata: {} });
  }
  return [...found.values()];
}

export function timeOf({ created_at: at }: { created_at?: number | null | undefined }): number {
  return at ?? 0;
}

/**
 * The list by time. Of what came in one second the order of the list tells, whose direction its ends tell: by their times,
 * or by which of them may be the first. Else it is the API's own: newest first.
 */
function oldestFirst<T extends { created_at?: number | null | undefined }>(
  list: readonly T[],
  mayBeFirst: (one: T) => boolean,
): T[] {
  const [first, last] = [list[0], list.at(-1)];
  if (first === undefined || last === undefined) return [];
  const isAscending = mayBeFirst(first) && !mayBeFirst(last);
  const isDescending = (timeOf(first) - timeOf(last) || (isAscending ? -1 : 1)) > 0;
  const ordered = isDescending ? list.toReversed() : [...list];
  return ordered.sort((a, b) => timeOf(a) - timeOf(b));
}
