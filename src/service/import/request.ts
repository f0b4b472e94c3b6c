import { z } from "zod";
import { ApiError } from "../errors.ts";
import { explainIssue } from "../zodErrors.ts";
import {
  EXPORTED,
  type ExportedFile,
  type ExportedMessage,
  type ExportedRun,
  type ExportedStep,
  type ExportedThread,
} from "./exported.ts";

const MAX_OBJECTS = 100_000;

const objects = z.array(z.unknown()).max(MAX_OBJECTS).default([]);

/** A thread as the Assistants API gave it. `contents`: for each file, the id under which its bytes were uploaded here. */
export const importSchema = z.object({
  thread: z.unknown(),
  messages: objects,
  runs: objects,
  steps: objects,
  files: objects,
  contents: z
    .record(z.string(), z.string())
    .default({})
    // Ids are whatever an export says they are.
    .transform((given) => new Map(Object.entries(given))),
  /** Only looks whether it can be imported, and says which files are needed. */
  check: z.boolean().default(false),
});

export interface Exported {
  readonly thread: ExportedThread;
  readonly messages: readonly ExportedMessage[];
  readonly runs: readonly ExportedRun[];
  readonly steps: readonly ExportedStep[];
  readonly files: readonly ExportedFile[];
}

/** The objects, checked. Throws the API's 400 which says what is wrong with which of them. */
export function exportedIn(body: z.infer<typeof importSchema>): Exported {
  const exported = {
    thread: checked("thread", body.thread, 0),
    messages: body.messages.map((one, index) => checked("message", one, index)),
    runs: body.runs.map((one, index) => checked("run", one, index)),
    steps: body.steps.map((one, index) => checked("step", one, index)),
    files: body.files.map((one, index) => checked("file", one, index)),
  };
  for (const kind of ["messages", "runs", "steps", "files"] as const) assertUnique(kind, exported[kind]);
  for (const kind of ["messages", "runs"] as const) {
    const stray = exported[kind].find(
      ({ thread_id: id }) => (id ?? exported.thread.id) !== exported.thread.id,
    );
    if (stray !== undefined) throw wrong(stray.id, `it belongs to another thread, ${stray.thread_id}`);
  }
  return exported;
}

function checked<K extends keyof typeof EXPORTED>(
  kind: K,
  value: unknown,
  index: number,
): z.infer<(typeof EXPORTED)[K]> {
  const result = EXPORTED[kind].safeParse(value, { reportInput: true });
  if (result.success) return result.data as z.infer<(typeof EXPORTED)[K]>;
  const { id } = z.object({ id: z.string() }).safeParse(value).data ?? { id: `number ${index + 1}` };
  throw wrong(`${kind} ${id}`, explainIssue(result.error.issues[0]).message.replace(/\.$/, ""));
}

function assertUnique(kind: string, all: readonly { id: string }[]): void {
  const seen = new Set<string>();
  for (const { id } of all) {
    if (seen.has(id)) throw wrong(id, `it is there twice among the ${kind}`);
    seen.add(id);
  }
}

function wrong(what: string, why: string): ApiError {
  return new ApiError(400, `Cannot import ${what}: ${why}.`, { code: "invalid_export" });
}
