import type { Change, ThreadEvent } from "../domain/event.ts";
import { type Output, type Table, tableSchema } from "../domain/output.ts";
import { TABLE_MIME } from "../domain/tableMime.ts";

const TABLE_LINES = 10;
const CELL_WIDTH = 24;

/** Writes a thread to a terminal as it grows. */
export class TerminalTranscript {
  readonly #write: (text: string) => void;

  constructor(write: (text: string) => void) {
    this.#write = write;
  }

  show({ change }: ThreadEvent): void {
    this.#write(textOf(change));
  }
}

function textOf(change: Change): string {
  switch (change.type) {
    case "message.added":
      return `> ${change.message.text}\n`;
    case "session.opened":
      return `    (${change.runtime}: ${change.isolation.join(", ")})\n`;
    case "text.started":
      return "\n";
    case "text.delta":
      return change.delta;
    case "text.done":
      return "\n";
    case "cell.running":
      return `\n${indent(change.code.trimEnd(), "    ")}\n    ${"─".repeat(40)}\n`;
    case "cell.output":
      return indent(outputText(change.output), "    ");
    case "cell.done":
      return change.reason === undefined ? "" : `    ${change.reason}\n`;
    case "run.ended":
      return change.end === "completed" ? "" : `\nThe run is ${change.end}. ${change.error?.message ?? ""}\n`;
    case "thread.created":
    case "run.created":
    case "run.started":
    case "run.cancelling":
    case "cell.started":
    case "cell.code":
      return "";
  }
}

function outputText(output: Output): string {
  switch (output.kind) {
    case "stream":
      return output.text;
    case "error":
      return `${output.traceback}\n`;
    case "image":
      return `[picture ${output.file.name}]\n`;
    case "display": {
      const table = tableSchema.safeParse(output.data[TABLE_MIME]);
      const text = output.data["text/plain"];
      return table.success ? tableText(table.data) : typeof text === "string" ? `${text}\n` : "";
    }
  }
}

function tableText({ fields, data, rowCount }: Table): string {
  const shown = data.slice(0, TABLE_LINES).map((row) => row.map((value) => cut(String(value ?? ""))));
  const rows = [fields.map(({ name }) => cut(name)), ...shown];
  const widths = fields.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const lines = rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join("  ")
      .trimEnd(),
  );
  return `${lines.join("\n")}\n${rowCount > shown.length ? `… ${rowCount} rows\n` : ""}`;
}

const cut = (text: string): string => {
  const line = text.replace(/\s+/g, " ");
  return line.length > CELL_WIDTH ? `${line.slice(0, CELL_WIDTH - 1)}…` : line;
};

const indent = (text: string, by: string): string => text.replace(/^(?=.)/gm, by);
