import type { CellResult, Steps } from "../playbook.ts";
import { failureOf } from "../results.ts";
import { OVERVIEW } from "./overview.ts";
import { PLOT_STYLE } from "./plots.ts";

/**
 * The same steps, but a cell that finds the variables gone runs again after the table was read again. A session may end
 * between any two cells: when one of them takes too long or too much memory, or when nobody asks for a while.
 */
export function* surviving<T>(steps: Steps<T>, readCode: string): Steps<T> {
  let step = steps.next();
  while (step.done !== true) {
    let result = yield step.value;
    if (isForgotten(result)) {
      yield {
        say: "The Python session had ended, and its variables with it; I'll read the file again.",
        code: restoreCode(readCode),
      };
      result = yield { code: step.value.code };
    }
    step = steps.next(result);
  }
  return step.value;
}

const isForgotten = (result: CellResult): boolean =>
  /^NameError: name '\w+' is not defined/.test(failureOf(result) ?? "");

function restoreCode(readCode: string): string {
  const [read, tidy] = [readCode, OVERVIEW].map((code) => code.slice(code.indexOf("\n") + 1));
  return `# Read the file again, as the variables are gone\n${read}\n${PLOT_STYLE}\n${tidy}`;
}
