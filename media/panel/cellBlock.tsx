import { memo } from "preact/compat";
import { useState } from "preact/hooks";
import type { CellBlock as Cell } from "../../src/domain/transcript.ts";
import { Code } from "./code.tsx";
import { durationText } from "./format.ts";
import { request } from "./host.ts";
import { Icon } from "./icon.tsx";
import { Outputs } from "./outputs.tsx";

const SHORT_LINES = 6;

/** One piece of Python: state, title and time, then its code, then what it produced. */
export const CellBlock = memo(function CellBlock({ cell, filesUri }: { cell: Cell; filesUri: string }) {
  const lines = cell.code.trimEnd().split("\n");
  const working = cell.state === "writing" || cell.state === "running";
  // Open while it is of interest; a person's own choice wins.
  const [chosen, choose] = useState<boolean | null>(null);
  const open = chosen ?? (working || cell.state !== "ok" || lines.length <= SHORT_LINES);
  return (
    <section
      class="cell"
      data-state={cell.state}
      aria-label={`Cell: ${titleOf(cell.code)}`}
      aria-busy={working}
    >
      <header>
        <StateIcon cell={cell} />
        <b>{titleOf(cell.code)}</b>
        <span>
          {cell.attempt > 1 && `try ${cell.attempt} · `}
          {cell.durationMs === null ? "running" : durationText(cell.durationMs)}
        </span>
        <button class="link" onClick={() => void request("copy", { text: cell.code })}>
          Copy
        </button>
      </header>
      {!open || lines.length > SHORT_LINES ? (
        <button class="fold" aria-expanded={open} onClick={() => choose(!open)}>
          <Icon name={open ? "chevron-down" : "chevron-right"} /> {lines.length} lines of Python
        </button>
      ) : null}
      {open && <Code code={cell.code.trimEnd()} />}
      <Outputs outputs={cell.outputs} filesUri={filesUri} />
      {cell.reason !== null && <p class="note">{cell.reason}</p>}
    </section>
  );
});

function StateIcon({ cell }: { cell: Cell }) {
  switch (cell.state) {
    case "writing":
    case "running":
      return <Icon name="loading codicon-modifier-spin" />;
    case "ok":
      return cell.attempt > 1 ? <Icon name="refresh" tone="warn" /> : <Icon name="check" tone="ok" />;
    case "error":
      return <Icon name="error" tone="err" />;
    case "stopped":
      return <Icon name="debug-stop" tone="warn" />;
    case "lost":
      return <Icon name="warning" tone="warn" />;
  }
}

/** The first comment line, else the first words of the code. */
function titleOf(code: string): string {
  const first = code.trimStart().split("\n", 1)[0] ?? "";
  return first.replace(/^#+\s*/, "").slice(0, 80) || "Python";
}
