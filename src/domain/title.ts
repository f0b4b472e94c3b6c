import { givenCode } from "./givenCode.ts";

const TITLE_LENGTH = 60;

/** First line of a question, or of the code that it has run, shortened; what a colon announces is not there. */
export function titleOf(question: string): string {
  const line = (givenCode(question) ?? question).trim().split("\n", 1)[0]!.replace(/:$/, "");
  const letters = Array.from(line);
  return letters.length <= TITLE_LENGTH ? line : `${letters.slice(0, TITLE_LENGTH - 1).join("")}…`;
}
