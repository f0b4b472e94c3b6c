import { t } from "../base/l10n.ts";
import { resultText } from "../domain/resultText.ts";
import type { Block, Transcript, Turn } from "../domain/transcript.ts";

/**
 * All that was sent to another machine for the turn with this id, as Markdown: instructions, then the thread up to the
 * last code of that turn. Says so when nothing was.
 */
export function sentText({ turns }: Transcript, turnId: string): string {
  const index = turns.findIndex(({ id }) => id === turnId);
  const turn = turns[index];
  if (turn?.sent === undefined) return t("For this question nothing was sent to another machine.");
  const { to, instructions, withFiles = false } = turn.sent;
  return [
    `# ${t("What was sent to {0}", to)}`,
    turn.model === null ? "" : t("Model: {0}", turn.model),
    withFiles
      ? t(
          "Code runs there: the files of this thread are there as well, those that earlier code made included. Each was uploaded when it was new.",
        )
      : t(
          "Files stay on this machine, but for their names and what code printed of them. Pictures that code showed are sent to models that can see pictures.",
        ),
    `## ${t("Instructions")}`,
    instructions,
    ...turns.slice(0, index + 1).flatMap(turnText),
  ]
    .filter((part) => part !== "")
    .join("\n\n");
}

function turnText({ question, attachments, blocks }: Turn): string[] {
  const files = attachments.map(({ name }) => name).join(", ");
  return [
    `## ${t("Question")}`,
    question,
    files === "" ? "" : t("Names of files: {0}", files),
    ...blocks.flatMap(blockText),
  ];
}

function blockText(block: Block): string[] {
  switch (block.kind) {
    case "text":
      return [`### ${t("Words of the model")}`, block.text];
    case "cell":
      return [
        `### ${t("Code")}`,
        fenced(block.code.trimEnd(), "python"),
        `### ${t("What the code gave")}`,
        fenced(resultText(block.outputs).trimEnd(), ""),
      ];
    case "note":
      return [];
  }
}

function fenced(text: string, language: string): string {
  const longest = Math.max(2, ...Array.from(text.matchAll(/`+/g), ([ticks]) => ticks.length));
  const fence = "`".repeat(longest + 1);
  return `${fence}${language}\n${text}\n${fence}`;
}
