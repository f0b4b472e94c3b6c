import { memo } from "preact/compat";
import { useRef, useState } from "preact/hooks";
import { t } from "../../src/base/l10n.ts";
import type { CellBlock as Cell } from "../../src/domain/transcript.ts";
import { COMMANDS } from "../../src/manifest.ts";
import { ActionButton } from "./actionButton.tsx";
import { CellEditor } from "./cellEditor.tsx";
import { cellTitle } from "./cellTitle.ts";
import { FailedTries } from "./cellTries.tsx";
import { Code } from "./code.tsx";
import { Fold } from "./fold.tsx";
import { durationText } from "./format.ts";
import { request } from "./host.ts";
import { Icon } from "./icon.tsx";
import { Outputs } from "./outputs.tsx";

const SHORT_LINES = 6;

interface Props {
  /** The cell, and before it the failed tries that it corrects. */
  tries: readonly Cell[];
  filesUri: string;
}

/** One piece of Python: state, title and time, then its code, then what it produced. */
export const CellBlock = memo(
  function CellBlock({ tries, filesUri }: Props) {
    const cell = tries.at(-1)!;
    const [isEdited, setEdited] = useState(false);
    const block = useRef<HTMLElement>(null);
    const code = cell.code.trimEnd();
    const title = cellTitle(code || (tries.at(-2)?.code ?? "")) || t("Python");
    const isWorking = cell.state === "writing" || cell.state === "running";
    const close = (): void => {
      setEdited(false);
      block.current?.querySelector<HTMLElement>(".edit button")?.focus();
    };
    return (
      <article
        class="cell"
        ref={block}
        data-state={cell.state}
        aria-label={t("Cell: {0}", title)}
        aria-busy={isWorking}
      >
        <header>
          <StateIcon cell={cell} />
          <h3 title={title}>{title}</h3>
          <span class="state">{stateText(cell)}</span>
          <Actions cell={cell} title={title} onEdit={() => setEdited(true)} />
        </header>
        {tries.length > 1 && <FailedTries tries={tries.slice(0, -1)} filesUri={filesUri} />}
        {isEdited ? <CellEditor code={code} onClose={close} /> : <CellCode code={code} cell={cell} />}
        <Outputs cellId={cell.id} outputs={cell.outputs} filesUri={filesUri} />
        {cell.reason !== null && <p class="note">{cell.reason}</p>}
      </article>
    );
  },
  (before, after) =>
    before.filesUri === after.filesUri &&
    before.tries.length === after.tries.length &&
    before.tries.every((cell, index) => cell === after.tries[index]),
);

/** Open while it is of interest: until it worked, and when it is short anyway. */
function CellCode({ code, cell }: { code: string; cell: Cell }) {
  if (code === "") return null;
  const lines = code.split("\n").length;
  if (lines <= SHORT_LINES) return <Code code={code} language="python" />;
  return (
    <Fold label={t("{0} lines of Python", lines)} isOpen={cell.state !== "ok"}>
      {() => <Code code={code} language="python" />}
    </Fold>
  );
}

function Actions({ cell, title, onEdit }: { cell: Cell; title: string; onEdit: () => void }) {
  const { code, state } = cell;
  if (state === "running") {
    const interrupt = (): Promise<void> => request("command", { command: COMMANDS.interruptCell });
    return (
      <span class="actions">
        <ActionButton label={t("Interrupt")} of={title} run={interrupt} />
      </span>
    );
  }
  if (state === "writing") return null;
  return (
    <span class="actions">
      <ActionButton
        label={t("Copy")}
        of={title}
        icon="copy"
        done={t("Copied.")}
        run={() => request("copy", { text: code })}
      />
      <ActionButton
        label={t("Insert at cursor")}
        of={title}
        icon="insert"
        run={() => request("insertCode", { code })}
      />
      <ActionButton
        label={t("Open in an editor")}
        of={title}
        icon="go-to-file"
        run={() => request("openText", { text: code, language: "python" })}
      />
      <span class="edit">
        <ActionButton label={t("Edit and run")} of={title} icon="edit" run={async () => onEdit()} />
      </span>
    </span>
  );
}

function StateIcon({ cell: { state, attempt } }: { cell: Cell }) {
  switch (state) {
    case "writing":
    case "running":
      return <Icon name="loading codicon-modifier-spin" />;
    case "ok":
      return attempt > 1 ? <Icon name="refresh" tone="warn" /> : <Icon name="check" tone="ok" />;
    case "error":
      return <Icon name="error" tone="err" />;
    case "stopped":
      return <Icon name="debug-stop" tone="warn" />;
    case "lost":
      return <Icon name="warning" tone="warn" />;
  }
}

/** What the icon says, in words, with the try and the time. */
function stateText({ state, attempt, maxAttempts, durationMs }: Cell): string {
  const which = maxAttempts === undefined ? t("try {0}", attempt) : t("try {0} of {1}", attempt, maxAttempts);
  const words = {
    writing: attempt > 1 ? t("writing, {0}", which) : t("writing"),
    running: attempt > 1 ? t("running, {0}", which) : t("running"),
    ok: attempt > 1 ? t("corrected, {0}", which) : "",
    error: attempt > 1 ? t("failed, {0}", which) : t("failed"),
    stopped: t("stopped"),
    lost: t("session lost"),
  }[state];
  const time = durationMs === null ? "" : durationText(durationMs);
  return [words, time].filter((part) => part !== "").join(" · ");
}
