import { z } from "zod";
import { jsonSchema } from "../../domain/json.ts";

/** What the child may say. All of it is untrusted: a cell may have written it. */
const childMessageSchema = z.discriminatedUnion("type", [
  z.object({ type: z.literal("ready"), version: z.string() }),
  z.object({ type: z.literal("stream"), name: z.enum(["stdout", "stderr"]), text: z.string() }),
  z.object({ type: z.literal("display"), data: z.record(z.string(), jsonSchema), alt: z.string() }),
  z.object({
    type: z.literal("error"),
    name: z.string(),
    message: z.string(),
    traceback: z.string(),
  }),
  z.object({ type: z.literal("done"), id: z.number(), end: z.enum(["ok", "error", "stopped"]) }),
]);
export type ChildMessage = z.infer<typeof childMessageSchema>;

// A table of 200 rows and 1000 columns has 200,000 values.
const VALUES_LIMIT = 300_000;
const DEPTH_LIMIT = 64;

/**
 * Whether reading the line costs about as much as its length says. 64 MB of brackets would become gigabytes of arrays,
 * and deep ones a stack overflow in whoever writes them down later.
 */
function isModest(line: string): boolean {
  let [depth, values] = [0, 0];
  for (let at = 0; at < line.length; at++) {
    switch (line[at]) {
      case '"':
        at = endOfText(line, at);
        break;
      case "[":
      case "{":
        if (++depth > DEPTH_LIMIT || ++values > VALUES_LIMIT) return false;
        break;
      case "]":
      case "}":
        depth--;
        break;
      case ",":
        if (++values > VALUES_LIMIT) return false;
        break;
      default:
    }
  }
  return true;
}

/** Where the text that begins at `start` has its closing quote; the end of the line if it has none. */
function endOfText(line: string, start: number): number {
  for (let at = start + 1; ; at++) {
    const quote = line.indexOf('"', at);
    if (quote === -1) return line.length;
    let backslashes = 0;
    while (line[quote - 1 - backslashes] === "\\") backslashes++;
    if (backslashes % 2 === 0) return quote;
    at = quote;
  }
}

/** One line from the child, or null when it is not what a child may say. */
export function parseChildMessage(line: string): ChildMessage | null {
  if (!isModest(line)) return null;
  try {
    return childMessageSchema.parse(JSON.parse(line));
  } catch {
    return null;
  }
}
