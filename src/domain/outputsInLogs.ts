import type { Output } from "./output.ts";

export type Printed = Extract<Output, { kind: "stream" | "error" }>;

const HEADER = "Traceback (most recent call last):";
// That of a syntax error has no header.
const FRAME = /^ {2}File "[^"\n]*", line \d+$/m;
const RAISED = /^([A-Za-z_][\w.]*)(?:: (.*))?$/;

/**
 * Printed text as outputs: a traceback at its end is an error. On the wire of every API of hosted services it is text
 * like any other. The text may be long and by anyone, so it is gone through a fixed number of times.
 */
export function outputsInLogs(logs: string): Printed[] {
  const start = startOfTraceback(logs);
  if (start < 0) return streamOf(logs);
  const traceback = logs.slice(start).trimEnd();
  const raised = RAISED.exec(behindFrames(traceback));
  if (raised === null) return streamOf(logs);
  const [, name = "", message = ""] = raised;
  return [
    ...streamOf(logs.slice(0, start)),
    { kind: "error", name, message, traceback: traceback.trimStart() },
  ];
}

function startOfTraceback(logs: string): number {
  const start = logs.lastIndexOf(HEADER);
  if (start < 0) return FRAME.exec(logs)?.index ?? -1;
  return start === 0 || logs[start - 1] === "\n" ? start : -1;
}

/** The exception itself: what stands behind the frames, which are indented. */
function behindFrames(traceback: string): string {
  const lines = traceback.split("\n");
  const frame = lines.findLastIndex((line) => /^ {2,}/.test(line));
  return lines.slice(Math.max(frame, 0) + 1).join("\n");
}

function streamOf(text: string): Printed[] {
  return text === "" ? [] : [{ kind: "stream", name: "stdout", text }];
}
