import { openAsBlob } from "node:fs";
import { basename } from "node:path";
import { InterpreterError } from "../base/errors.ts";
import type { ThreadEvent } from "../domain/event.ts";
import type { FileRef } from "../domain/file.ts";
import { madeFiles } from "../domain/madeFiles.ts";
import type { InterpreterClient } from "../client/interpreterClient.ts";
import { titleOf } from "../domain/title.ts";
import { assertFile, type CodeLimits, usage } from "./arguments.ts";
import { openLocal } from "./local.ts";
import { ProgressLine } from "./progressLine.ts";
import { assertFolder, saveFiles } from "./saveFiles.ts";
import { TerminalTranscript } from "./terminalTranscript.ts";

interface Request {
  readonly files: readonly string[];
  readonly question: string | undefined;
  readonly outDir: string;
  /** Lines of JSON instead of words: the thread's events, then the files. */
  readonly json: boolean;
  readonly model: string | undefined;
  readonly limits: CodeLimits;
}

/** `interpreter analyze`: the main job in a terminal. Resolves to the exit code. */
export async function analyze(
  { files, question, outDir, json, model, limits }: Request,
  signal: AbortSignal,
): Promise<number> {
  if (files.length === 0) throw usage("Name at least one file to analyse.");
  await Promise.all([...files.map(assertFile), assertFolder(outDir)]);
  const interpreter = await openLocal(limits, { model, runsCode: true });
  const { client } = interpreter;
  try {
    const ids = [];
    for (const path of files) ids.push(await client.upload(basename(path), await openAsBlob(path)));
    const text = question ?? `Analyze ${files.map((path) => basename(path)).join(", ")}.`;
    const threadId = await client.createThread({ title: titleOf(text) });
    const runId = await client.ask(threadId, text, ids);
    const stop = (): void => void client.cancel(threadId, runId).catch(() => {});
    signal.addEventListener("abort", stop, { once: true });
    if (signal.aborted) stop();
    const { end, made } = await follow(client, threadId, json ? new JsonLines() : new Words());
    const saved = await saveFiles(client, made, outDir);
    process.stdout.write(json ? `${JSON.stringify({ files: saved })}\n` : listOf(saved));
    return end === "completed" ? 0 : 1;
  } finally {
    await interpreter.dispose();
  }
}

interface Printer {
  show(event: ThreadEvent): void;
}

class JsonLines implements Printer {
  show(event: ThreadEvent): void {
    process.stdout.write(`${JSON.stringify(event)}\n`);
  }
}

class Words implements Printer {
  readonly #transcript = new TerminalTranscript((text) => void process.stdout.write(text));
  readonly #progress = new ProgressLine(process.stderr);

  show(event: ThreadEvent): void {
    this.#progress.dispose();
    this.#transcript.show(event);
    // In the middle of a line it would wipe what stands there.
    if (this.#transcript.atLineStart) this.#progress.after(event.change);
  }
}

function listOf(files: readonly { path: string; bytes: number }[]): string {
  const lines = files.map(({ path, bytes }) => `  ${path}  (${bytes} bytes)\n`);
  return lines.length === 0 ? "" : `\nFiles:\n${lines.join("")}`;
}

/** Prints the thread as it grows, until its run has ended. */
async function follow(client: InterpreterClient, threadId: string, printer: Printer) {
  const made = new Map<string, FileRef>();
  const leave = new AbortController();
  for await (const event of client.events(threadId, 0, leave.signal)) {
    printer.show(event);
    for (const file of madeFiles(event.change)) made.set(file.name, file);
    if (event.change.type === "run.ended") {
      leave.abort();
      return { end: event.change.end, made: [...made.values()] };
    }
  }
  throw new InterpreterError("defect", "stream_ended", "The service ended before the answer was complete.");
}
