import { openAsBlob } from "node:fs";
import { basename } from "node:path";
import { InterpreterError } from "../base/errors.ts";
import type { ThreadEvent } from "../domain/event.ts";
import type { FileRef } from "../domain/file.ts";
import type { InterpreterClient } from "../client/interpreterClient.ts";
import { assertFile, type CodeLimits, usage } from "./arguments.ts";
import { openLocal } from "./local.ts";
import { assertFolder, saveFiles } from "./saveFiles.ts";
import { TerminalTranscript } from "./terminalTranscript.ts";

interface Request {
  readonly files: readonly string[];
  readonly question: string | undefined;
  readonly outDir: string;
  readonly limits: CodeLimits;
}

/** `interpreter analyze`: the main job in a terminal. Resolves to the exit code. */
export async function analyze(
  { files, question, outDir, limits }: Request,
  signal: AbortSignal,
): Promise<number> {
  if (files.length === 0) throw usage("Name at least one file to analyse.");
  await Promise.all([...files.map(assertFile), assertFolder(outDir)]);
  const { client, dispose } = openLocal(limits);
  try {
    const ids = [];
    for (const path of files) ids.push(await client.upload(basename(path), await openAsBlob(path)));
    const text = question ?? `Analyze ${files.map((path) => basename(path)).join(", ")}.`;
    const threadId = await client.createThread({ title: text.slice(0, 60) });
    const runId = await client.ask(threadId, text, ids);
    const stop = (): void => void client.cancel(threadId, runId).catch(() => {});
    signal.addEventListener("abort", stop, { once: true });
    if (signal.aborted) stop();
    const { end, made } = await follow(client, threadId);
    const saved = await saveFiles(client, made, outDir);
    if (saved.length > 0) process.stdout.write("\nFiles:\n");
    for (const { path, bytes } of saved) process.stdout.write(`  ${path}  (${bytes} bytes)\n`);
    return end === "completed" ? 0 : 1;
  } finally {
    await dispose();
  }
}

/** Prints the thread as it grows, until its run has ended. */
async function follow(client: InterpreterClient, threadId: string) {
  const transcript = new TerminalTranscript((text) => void process.stdout.write(text));
  const made = new Map<string, FileRef>();
  const leave = new AbortController();
  for await (const event of client.events(threadId, 0, leave.signal)) {
    transcript.show(event);
    for (const file of filesOf(event)) made.set(file.name, file);
    if (event.change.type === "run.ended") {
      leave.abort();
      return { end: event.change.end, made: [...made.values()] };
    }
  }
  throw new InterpreterError("defect", "stream_ended", "The service ended before the answer was complete.");
}

function filesOf({ change }: ThreadEvent): readonly FileRef[] {
  if (change.type === "cell.done") return change.files;
  return change.type === "cell.output" && change.output.kind === "image" ? [change.output.file] : [];
}
