import type { ThreadEvent } from "../domain/event.ts";
import { type Output, type Table, tableSchema } from "../domain/output.ts";
import { TABLE_MIME } from "../domain/tableMime.ts";

const TABLE_LINES = 10;
const CELL_WIDTH = 24;

const INDENT = "    ";
// Escape sequences in what code printed or a file holds would be commands to the terminal.
const CONTROLS = /(?![\n\t])\p{Cc}/gu;

/** Writes a thread to a terminal as it grows. */
export class TerminalTranscript {
  readonly #write: (text: string) => void;
  #atLineStart = true;

  constructor(write: (text: string) => void) {
    this.#write = write;
  }

  /** Whether what is written next begins a line. */
  get atLineStart(): boolean {
    return this.#atLineStart;
  }

  show({ change }: ThreadEvent): void {
    switch (change.type) {
      case "message.added":
        this.#put(`> ${change.message.text}\n`);
        break;
      case "session.opened":
        this.#putInCell(`(${change.runtime}: ${change.isolation.join(", ")})\n`);
        break;
      case "run.note":
        this.#put(`\n(${change.text})\n`);
        break;
      case "text.started":
      case "text.done":
        this.#put("\n");
        break;
      case "text.delta":
        this.#put(change.delta);
        break;
      case "cell.running":
        this.#put("\n");
        this.#putInCell(`${change.code.trimEnd()}\n${"─".repeat(40)}\n`);
        break;
      case "cell.output":
        if (change.output.kind !== "stream") this.#endLine();
        this.#putInCell(outputText(change.output));
        break;
      case "cell.done":
        this.#endLine();
        if (change.reason !== undefined) this.#putInCell(`${change.reason}\n`);
        break;
      case "run.ended":
        if (change.end !== "completed")
          this.#put(`\nThe run is ${change.end}. ${change.error?.message ?? ""}\n`);
        break;
      case "thread.created":
      case "thread.renamed":
      case "run.created":
      case "run.started":
      case "run.cancelling":
      case "question.queued":
      case "question.removed":
      case "cell.interrupting":
      case "cell.started":
      case "cell.code":
        break;
    }
  }

  #put(text: string): void {
    const plain = text.replace(CONTROLS, "");
    if (plain === "") return;
    this.#write(plain);
    this.#atLineStart = plain.endsWith("\n");
  }

  /** Indented; a line may come in pieces. */
  #putInCell(text: string): void {
    const first = this.#atLineStart && /^[^\n]/.test(text) ? INDENT : "";
    this.#put(first + text.replace(/\n(?=[^\n])/g, `\n${INDENT}`));
  }

  #endLine(): void {
    if (!this.#atLineStart) this.#put("\n");
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
