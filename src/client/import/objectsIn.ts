import { InterpreterError, messageOf } from "../../base/errors.ts";
import { t } from "../../base/l10n.ts";

export type Kind = "thread" | "message" | "run" | "step" | "file";

/** An object of the Assistants API, as it stood in a file; unchecked. */
export interface Found {
  readonly kind: Kind;
  readonly value: Readonly<Record<string, unknown>>;
  /** The thread that it was exported with, if that was said. */
  readonly threadId: string | undefined;
}

const KINDS: Readonly<Record<string, Kind>> = {
  thread: "thread",
  "thread.message": "message",
  "thread.run": "run",
  "thread.run.step": "step",
  file: "file",
};

/** What a file that holds a whole thread calls its parts. */
const PARTS: Readonly<Record<string, Kind>> = {
  thread: "thread",
  messages: "message",
  runs: "run",
  steps: "step",
  run_steps: "step",
  files: "file",
};

/**
 * The API's objects in the text of a file: one of them, a list as the API gives it, an array, lines of JSON, or all of a
 * thread under "thread", "messages", "runs", "steps" and "files". Empty when it is JSON of something else. Throws
 * InterpreterError of kind "user" for what is no JSON.
 */
export function objectsIn(text: string, fileName: string): Found[] {
  return parse(text, fileName).flatMap((value) => collect(value, undefined, undefined));
}

function parse(text: string, fileName: string): unknown[] {
  try {
    return [JSON.parse(text)];
  } catch (cause) {
    const lines = text.split("\n");
    // A broken document is not taken for lines.
    if (lines.length < 2 || !isJson(lines[0]!)) throw noJson(fileName, cause);
    return lines.flatMap((line, index) => {
      if (line.trim() === "") return [];
      try {
        return [JSON.parse(line) as unknown];
      } catch (broken) {
        throw noJson(t("{0}, line {1},", fileName, index + 1), broken);
      }
    });
  }
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function noJson(where: string, cause: unknown): InterpreterError {
  return new InterpreterError("user", "no_json", t("{0} is not JSON: {1}.", where, messageOf(cause)), {
    action: t("Nothing was imported from it. Export it again, or leave it out."),
    cause,
  });
}

function collect(value: unknown, kind: Kind | undefined, threadId: string | undefined): Found[] {
  if (Array.isArray(value)) return value.flatMap((one) => collect(one, kind, threadId));
  if (!isRecord(value)) return [];
  const named = KINDS[String(value["object"])] ?? (value["object"] === undefined ? kind : undefined);
  if (named !== undefined && (kind !== undefined || value["id"] !== undefined))
    return [{ kind: named, value, threadId }];
  if (Array.isArray(value["data"])) return collect(value["data"], kind, threadId);
  const { thread } = value;
  const own = isRecord(thread) && typeof thread["id"] === "string" ? thread["id"] : threadId;
  return Object.entries(PARTS).flatMap(([key, part]) => collect(value[key], part, own));
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
