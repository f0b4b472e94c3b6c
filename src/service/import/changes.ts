import { newId } from "../../base/ids.ts";
import type { CallChange, CellEnd, Change, RunEnd, TokenLimit } from "../../domain/event.ts";
import type { FileRef } from "../../domain/file.ts";
import type { Output } from "../../domain/output.ts";
import { outputsInLogs } from "../../domain/outputsInLogs.ts";
import { relinked } from "../../domain/relinked.ts";
import { namedIn } from "../annotations.ts";
import type { Metadata } from "../wire.ts";
import type { ExportedCall, ExportedMessage, ExportedRun, ExportedStep } from "./exported.ts";
import type { ImportedFiles } from "./importedFiles.ts";
import type { Act } from "./timeline.ts";

/** A line of the log to be. */
interface Timed {
  /** Epoch seconds; none: when the one before it was. */
  readonly at?: number | null | undefined;
  readonly change: Change | CallChange;
  /** Of the message that it ends. */
  readonly metadata?: Metadata;
}

/** What a run did, as it would have reported it. */
export function changesOf({ run, parts }: Act, runId: string, model: string, files: ImportedFiles): Timed[] {
  return [
    { at: run.started_at, change: { type: "run.started", runId, model } },
    ...parts.flatMap(({ step, message }) => {
      if (step?.step_details.type === "tool_calls")
        return callsOf(step, step.step_details.tool_calls, runId, files);
      return message === undefined ? [] : messageOf(message, endTime(step), runId, files);
    }),
    {
      at: run.completed_at ?? run.cancelled_at ?? run.failed_at,
      change: endOf(run, runId),
    },
  ];
}

function callsOf(
  step: ExportedStep,
  calls: readonly ExportedCall[],
  runId: string,
  files: ImportedFiles,
): Timed[] {
  const functions = calls.flatMap((call) =>
    call.type === "function" ? [{ ...call.function, id: newId("call") }] : [],
  );
  const asked = functions.map(({ id, name, arguments: given }) => ({ id, name, arguments: given }));
  const outputs = functions.map(({ id, output }) => ({ id, output: output ?? "" }));
  return [
    ...calls.flatMap((call): Timed[] => {
      if (call.type === "code_interpreter") return cellOf(step, call.code_interpreter, runId, files);
      if (call.type === "function") return [];
      const text = `The assistant used ${call.kind}, which does not exist here.`;
      return [{ at: step.created_at, change: { type: "run.note", runId, text } }];
    }),
    ...(functions.length === 0
      ? []
      : [
          {
            at: step.created_at,
            change: { type: "calls.requested" as const, runId, stepId: newId("step"), calls: asked },
          },
          { at: endTime(step), change: { type: "calls.answered" as const, runId, outputs } },
        ]),
  ];
}

type Code = Extract<ExportedCall, { type: "code_interpreter" }>["code_interpreter"];

function cellOf(step: ExportedStep, { input, outputs }: Code, runId: string, files: ImportedFiles): Timed[] {
  const of = { runId, cellId: newId("call") };
  const shown = outputs.flatMap((output) =>
    output.type === "logs" ? outputsInLogs(output.logs) : [pictureOf(output.image.file_id, files)],
  );
  const [begin, end] = [step.created_at, endTime(step)];
  const durationMs = Math.max(0, (end ?? 0) - (begin ?? end ?? 0)) * 1000;
  return [
    { at: begin, change: { type: "cell.started", ...of, stepId: newId("step") } },
    { change: { type: "cell.running", ...of, code: input } },
    ...shown.map((output) => ({ at: end, change: { type: "cell.output" as const, ...of, output } })),
    { at: end, change: { type: "cell.done", ...of, durationMs, files: [], ...cellEnd(step, shown) } },
  ];
}

function cellEnd(
  { status, last_error: error }: ExportedStep,
  outputs: readonly Output[],
): { end: CellEnd; reason?: string } {
  switch (status) {
    case "completed":
      return { end: outputs.at(-1)?.kind === "error" ? "error" : "ok" };
    case "cancelled":
      return { end: "stopped", reason: "Stopped." };
    default:
      return { end: "lost", reason: error?.message ?? `The step ended as ${JSON.stringify(status)}.` };
  }
}

function pictureOf(id: string, files: ImportedFiles): Output {
  const file = files.get(id);
  if (file !== undefined) return { kind: "image", file, alt: "" };
  return { kind: "stream", name: "stderr", text: `${missing(id)}\n` };
}

/** Stands where a picture was shown. */
export function missing(id: string): string {
  return `[a picture that is not in the export: ${id}]`;
}

function messageOf(
  { created_at, content, attachments, metadata }: ExportedMessage,
  endedAt: number | null | undefined,
  runId: string,
  files: ImportedFiles,
): Timed[] {
  const of = { runId, messageId: newId("message") };
  const pictures = content.flatMap((part) => (part.type === "image_file" ? [part.image_file.file_id] : []));
  const links = content.flatMap((part) => (part.type === "text" ? part.text.annotations : []));
  const words = content.flatMap((part) =>
    part.type === "text" ? [part.text.value] : part.type === "other" ? [`[${part.kind}]`] : [],
  );
  const lost = pictures.filter((id) => files.get(id) === undefined).map(missing);
  const handedOver = new Set<FileRef>();
  let text = [...lost, ...words].join("\n\n");
  for (const id of [
    ...links.map(({ file_path }) => file_path.file_id),
    ...attachments.map(({ file_id }) => file_id),
  ]) {
    const file = files.get(id);
    if (file === undefined) continue;
    if (files.isMade(file)) handedOver.add(file);
    const targets = links.filter(({ file_path }) => file_path.file_id === id).map((link) => link.text);
    text = relinked(text, targets, file);
  }
  const images = pictures.flatMap((id) => files.get(id) ?? []);
  const others = namedIn(
    text,
    files.all.filter((file) => !handedOver.has(file)),
  );
  const named = others.length === 0 ? {} : { named: others };
  return [
    { at: created_at, change: { type: "text.started", ...of, stepId: newId("step"), images } },
    { at: endedAt, change: { type: "text.done", ...of, text, files: [...handedOver], ...named }, metadata },
  ];
}

function endTime(step: ExportedStep | null): number | null | undefined {
  return step?.completed_at ?? step?.cancelled_at ?? step?.failed_at ?? step?.expired_at;
}

const ENDS: ReadonlySet<string> = new Set<RunEnd>([
  "completed",
  "failed",
  "cancelled",
  "incomplete",
  "expired",
]);

function endOf(run: ExportedRun, runId: string): Change {
  const { status, last_error: error, usage } = run;
  // One that worked when it was exported has no other end.
  const end = ENDS.has(status) ? (status as RunEnd) : "failed";
  const { code = "server_error", message = "The run had not ended when it was exported." } = error ?? {};
  const reason = limitOf(run);
  return {
    ...{ type: "run.ended", runId, end },
    ...(end === "failed" ? { error: { code, message } } : {}),
    ...(reason === null ? {} : { reason }),
    ...(usage === null || usage === undefined
      ? {}
      : { usage: { promptTokens: usage.prompt_tokens, completionTokens: usage.completion_tokens } }),
  };
}

function limitOf({ incomplete_details: details }: ExportedRun): TokenLimit | null {
  const reason = details?.reason;
  return reason === "max_prompt_tokens" || reason === "max_completion_tokens" ? reason : null;
}
