import { t } from "../../base/l10n.ts";
import { titleOf } from "../../domain/title.ts";
import type { Turn } from "../../domain/transcript.ts";
import { contained, escapedMarkdown, quoted } from "./markdownText.ts";
import { filesText } from "./summary.ts";

/** The question as a heading, in full below it when the heading cannot hold it, and its files. */
export function questionMarkdown({ question, attachments }: Turn): string {
  const heading = titleOf(question) || t("Question");
  return [
    `## ${escapedMarkdown(heading)}`,
    ...(question.trim() === heading ? [] : [quoted(contained(question))]),
    ...(attachments.length === 0 ? [] : [t("Attached: {0}", filesText(attachments, escapedMarkdown))]),
  ].join("\n\n");
}
