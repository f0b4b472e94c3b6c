import { t } from "../../base/l10n.ts";
import type { Output } from "../../domain/output.ts";
import type { Block, CellBlock, Transcript, Turn } from "../../domain/transcript.ts";
import { withoutSandboxLinks } from "./markdownText.ts";
import { asSeen, joined } from "./streams.ts";
import { costText, endingOf, filesText, hasRun, timeText, threadTitle } from "./summary.ts";
import { tableIn, textTable } from "./tables.ts";

/** The whole transcript as plain text, in order, each part under a line that says what it is. */
export function plainTextOf(transcript: Transcript): string {
  let count = 0;
  const blockText = (block: Block): string => {
    if (block.kind === "text") return part(t("Answer"), withoutSandboxLinks(block.text));
    if (block.kind === "note") return part(t("Note"), block.text);
    return cellText(block, hasRun(block) ? ++count : null);
  };
  const turnText = (turn: Turn, index: number): string[] => [
    part(t("Question {0}, {1}", index + 1, timeText(turn.askedAt)), turn.question),
    part(t("Attached"), filesText(turn.attachments)),
    ...turn.blocks.map(blockText),
    part(t("Files made"), filesText(turn.files)),
    part(t("End of the run"), [endingOf(turn), costText(turn)].filter(Boolean).join("\n")),
  ];
  const waiting = transcript.queue.map(({ text }) => part(t("Waiting question"), text));
  const title = threadTitle(transcript);
  const parts = [
    `${title}\n${"=".repeat(title.length)}\n`,
    ...transcript.turns.flatMap(turnText),
    ...waiting,
  ];
  return parts.filter((text) => text !== "").join("\n");
}

function part(title: string, text: string): string {
  const plain = asSeen(text).trimEnd();
  return plain === "" ? "" : `[${title}]\n${plain}\n`;
}

function cellText(cell: CellBlock, number: number | null): string {
  const name = number === null ? t("Code that was not run") : t("Cell {0}", number);
  const attempt = cell.attempt > 1 ? [t("try {0}", cell.attempt)] : [];
  const time = cell.durationMs === null ? [] : [t("{0} s", (cell.durationMs / 1000).toFixed(1))];
  const title = [name, ...attempt, stateText(cell), ...time].filter((word) => word !== "").join(", ");
  const outputs = joined(cell.outputs).map((output) => outputText(output));
  return [part(title, cell.code), ...outputs, part(t("Why it ended"), cell.reason ?? "")]
    .filter((text) => text !== "")
    .join("\n");
}

function stateText({ state }: CellBlock): string {
  switch (state) {
    case "ok":
    case "writing":
      return "";
    case "running":
      return t("still running");
    case "error":
      return t("failed");
    case "stopped":
      return t("stopped");
    case "lost":
      return t("its session ended");
  }
}

function outputText(output: Output): string {
  switch (output.kind) {
    case "stream":
      return part(output.name === "stderr" ? t("Output, standard error") : t("Output"), output.text);
    case "error":
      return part(t("Error"), output.traceback || `${output.name}: ${output.message}`);
    case "image":
      return part(t("Picture"), output.alt === "" ? output.file.name : `${output.alt} (${output.file.name})`);
    case "display":
      return displayText(output);
  }
}

function displayText(output: Extract<Output, { kind: "display" }>): string {
  const table = tableIn(output);
  if (table !== null) return part(t("Table"), textTable(table));
  const text = ["text/markdown", "text/latex", "text/plain"]
    .map((mime) => output.data[mime])
    .find((value) => typeof value === "string");
  return part(t("Output"), text ?? JSON.stringify(output.data, null, 2));
}
