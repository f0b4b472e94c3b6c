import { z } from "zod";
import { fileRefSchema } from "./file.ts";
import { outputSchema } from "./output.ts";

/** How a run can end. `incomplete`: a limit ended it, what it had is kept. */
const runEndSchema = z.enum(["completed", "failed", "cancelled", "incomplete", "expired"]);
export type RunEnd = z.infer<typeof runEndSchema>;

/** Which limit of tokens ended an `incomplete` run. */
const tokenLimitSchema = z.enum(["max_prompt_tokens", "max_completion_tokens"]);
export type TokenLimit = z.infer<typeof tokenLimitSchema>;

/** How a cell can end: `stopped` by a person, `lost` when its session died (deadline, memory, crash). */
const cellEndSchema = z.enum(["ok", "error", "stopped", "lost"]);
export type CellEnd = z.infer<typeof cellEndSchema>;

const usageSchema = z.object({
  promptTokens: z.number().int().nonnegative(),
  completionTokens: z.number().int().nonnegative(),
});
export type Usage = z.infer<typeof usageSchema>;

/** A message that a person (or a client of the API) put into the thread. */
const messageSchema = z.object({
  id: z.string(),
  role: z.enum(["user", "assistant"]),
  text: z.string(),
  files: z.array(fileRefSchema),
  metadata: z.record(z.string(), z.string()),
});

/** A question that waits for the run that works; the message that it becomes has its id. */
const queuedQuestionSchema = z.object({ id: z.string(), text: z.string(), files: z.array(fileRefSchema) });

const of = <T extends string, S extends z.ZodRawShape>(type: T, shape: S) =>
  z.object({ type: z.literal(type), ...shape });
const run = { runId: z.string() };
const cell = { ...run, cellId: z.string() };
const text = { ...run, messageId: z.string() };

/** What a runner reports while it carries out a run; every one is appended to the log before anyone sees it. */
const runChangeSchema = z.discriminatedUnion("type", [
  of("run.started", {
    ...run,
    /** Who answers, for people. */
    model: z.string().optional(),
    /** How many cells it may run. */
    maxCells: z.number().int().optional(),
    /**
     * For what is not carried out on this machine: the host that is sent the thread so far, and what it is told before;
     * `withFiles`: code runs there, so that the thread's files go there too.
     */
    sent: z
      .object({ to: z.string(), instructions: z.string(), withFiles: z.boolean().optional() })
      .optional(),
  }),
  /** A Python session was opened for this thread; `renewed`: an earlier one ended, its variables are gone. */
  of("session.opened", {
    ...run,
    runtime: z.string(),
    isolation: z.array(z.string()),
    /** Where it is; absent: on this machine. */
    host: z.string().optional(),
    renewed: z.boolean(),
  }),
  /** A message begins; `images`: pictures shown since the last one, they come before its text. */
  of("text.started", { ...text, stepId: z.string(), images: z.array(fileRefSchema) }),
  of("text.delta", { ...text, delta: z.string() }),
  /**
   * The whole text once more, with the files that the message hands over, and other files of the thread that it names.
   * A text without it was cut off: it ends with its run.
   */
  of("text.done", {
    ...text,
    text: z.string(),
    files: z.array(fileRefSchema),
    named: z.array(fileRefSchema).optional(),
  }),
  /** A cell begins to be written; `cellId` is the tool call's id. */
  of("cell.started", { ...cell, stepId: z.string() }),
  of("cell.code", { ...cell, delta: z.string() }),
  /** The code is whole and was handed to Python. */
  of("cell.running", { ...cell, code: z.string() }),
  of("cell.output", { ...cell, output: outputSchema }),
  /** `files`: what the cell wrote below /mnt/data, new or changed. */
  of("cell.done", {
    ...cell,
    end: cellEndSchema,
    durationMs: z.number().nonnegative(),
    files: z.array(fileRefSchema),
    /** Why, when it did not end by itself. */
    reason: z.string().optional(),
  }),
  /** Something about the run that a person should know, as a sentence, e.g. what was restored. */
  of("run.note", { ...run, text: z.string() }),
  of("run.ended", {
    ...run,
    end: runEndSchema,
    error: z.object({ code: z.string(), message: z.string() }).optional(),
    /** For `incomplete`: which limit, if it was one of tokens. */
    reason: tokenLimitSchema.optional(),
    usage: usageSchema.optional(),
  }),
]);
export type RunChange = z.infer<typeof runChangeSchema>;

/** What can happen to a thread, as people see it. */
const changeSchema = z.discriminatedUnion("type", [
  /** `title`: the name that it was given, if it was. */
  of("thread.created", { title: z.string().optional() }),
  /** Empty: it has no name any more. */
  of("thread.renamed", { title: z.string() }),
  of("message.added", { message: messageSchema }),
  of("question.queued", { question: queuedQuestionSchema }),
  /** A person took it back; one that is asked leaves the queue with its `message.added`. */
  of("question.removed", { questionId: z.string() }),
  of("run.created", { ...run, assistantId: z.string(), model: z.string() }),
  of("run.cancelling", run),
  /** A person wants this cell ended; its run goes on. */
  of("cell.interrupting", cell),
  ...runChangeSchema.options,
]);
export type Change = z.infer<typeof changeSchema>;

const functionCallSchema = z.object({ id: z.string(), name: z.string(), arguments: z.string() });
/** A function of the client that the model wants called; `arguments` is JSON, as the model wrote it. */
export type FunctionCall = z.infer<typeof functionCallSchema>;

const functionOutputSchema = z.object({ id: z.string(), output: z.string() });
export type FunctionOutput = z.infer<typeof functionOutputSchema>;

/** Talk between a run and the client that started it: the run waits until every call is answered. Not for people. */
const callChangeSchema = z.discriminatedUnion("type", [
  of("calls.requested", { ...run, stepId: z.string(), calls: z.array(functionCallSchema) }),
  of("calls.answered", { ...run, outputs: z.array(functionOutputSchema) }),
]);
export type CallChange = z.infer<typeof callChangeSchema>;

const eventOf = <S extends z.ZodType>(change: S) =>
  z.object({ threadId: z.string(), seq: z.number().int().positive(), at: z.number(), change });

/** A line of a thread's log: `seq` counts from 1 within the thread, `at` is epoch milliseconds. */
export const threadEventSchema = eventOf(changeSchema);
export type ThreadEvent = z.infer<typeof threadEventSchema>;

/** A line of the log as it is kept: what people see, and what only the API's clients need. */
export const loggedEventSchema = eventOf(
  z.discriminatedUnion("type", [...changeSchema.options, ...callChangeSchema.options]),
);
export type LoggedEvent = z.infer<typeof loggedEventSchema>;

/** Whether the event is part of what people see. */
export function isThreadEvent(event: LoggedEvent): event is ThreadEvent {
  const { type } = event.change;
  return type !== "calls.requested" && type !== "calls.answered";
}
