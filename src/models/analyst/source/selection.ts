import type { Playbook } from "../playbook.ts";
import { failureOf } from "../results.ts";

/** Runs the person's own code as it is, and says what happened; it is not changed. */
export function* runPlaybook(code: string): Playbook {
  const result = yield { code };
  const error = result.outputs.findLast((output) => output.kind === "error");
  if (error !== undefined) {
    const line = lastCellLine(error.traceback);
    return `The code ended with an error${line === null ? "" : ` in line ${line}`}: \`${failureOf(result)}\``;
  }
  if (result.failed) return "The code did not run to its end; the cell above says why.";
  const shown = result.outputs.length > 0;
  return shown ? "The code ran; its output is above." : "The code ran and printed nothing.";
}

function lastCellLine(traceback: string): string | null {
  return [...traceback.matchAll(/<cell \d+>", line (\d+)/g)].at(-1)?.[1] ?? null;
}
