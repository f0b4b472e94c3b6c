import type { Output } from "./output.ts";

// On the Assistants API's wire a traceback is text like any other.
const TRACEBACK =
  /(?:^|\n)((?:Traceback \(most recent call last\):\n|  File "[^"\n]*", line \d+\n)(?:.*\n)*?)([A-Za-z_][\w.]*)(?:: (.*))?\n*$/;

/** Printed text as outputs: a traceback at its end is an error. */
export function outputsInLogs(logs: string): Output[] {
  const found = TRACEBACK.exec(logs);
  if (found === null) return streamOf(logs);
  const [, , name = "Error", message = ""] = found;
  const before = logs.slice(0, found.index === 0 ? 0 : found.index + 1);
  const traceback = logs.slice(before.length).trim();
  return [...streamOf(before), { kind: "error", name, message, traceback }];
}

function streamOf(text: string): Output[] {
  return text === "" ? [] : [{ kind: "stream", name: "stdout", text }];
}
