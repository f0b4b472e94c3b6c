import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { t } from "../../src/base/l10n.ts";
import type { HistoryEntry } from "../../src/panel/messages.ts";
import { momentText } from "./format.ts";
import { request } from "./host.ts";
import { Icon } from "./icon.tsx";

interface Props {
  entry: HistoryEntry;
  isOpen: boolean;
  onOpened: () => void;
  onDeleting: (() => void) | undefined;
  onRenamed: () => void;
  onDeleted: () => void;
}

/** A thread of the history: Enter opens it, F2 renames it, Delete deletes it. */
export function HistoryRow({ entry, isOpen, onOpened, onDeleting, onRenamed, onDeleted }: Props) {
  const [mode, setMode] = useState<"plain" | "renaming" | "deleting">("plain");
  const main = useRef<HTMLButtonElement>(null);
  const wasPlain = useRef(true);
  const title = entry.title || t("Untitled thread");
  useLayoutEffect(() => {
    // Back from renaming or deleting: the keyboard goes on where it was.
    if (mode === "plain" && !wasPlain.current) main.current?.focus();
    wasPlain.current = mode === "plain";
  }, [mode]);
  const onKeyDown = (event: KeyboardEvent): void => {
    if (mode !== "plain") {
      if (event.key !== "Escape") return;
      setMode("plain");
    } else if (event.key === "F2") setMode("renaming");
    else if (event.key === "Delete") setMode("deleting");
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const open = async (): Promise<void> => {
    await request("openThread", { threadId: entry.id });
    onOpened();
  };
  const rename = async (text: string): Promise<void> => {
    setMode("plain");
    if (text.trim() === "" || text.trim() === entry.title) return;
    await request("renameThread", { threadId: entry.id, title: text.trim() });
    onRenamed();
  };
  const remove = async (): Promise<void> => {
    setMode("plain");
    onDeleting?.();
    await request("deleteThread", { threadId: entry.id });
    onDeleted();
  };
  return (
    <li onKeyDown={onKeyDown} data-open={isOpen}>
      {mode === "renaming" ? (
        <Rename title={entry.title} onDone={(text) => void rename(text)} />
      ) : (
        <button ref={main} class="thread" aria-current={isOpen} onClick={() => void open()}>
          <span class="name">{title}</span>
          <Marks entry={entry} />
        </button>
      )}
      {mode === "plain" && (
        <span class="actions">
          <button
            class="icon"
            title={t("Rename (F2)")}
            aria-label={t("Rename {0}", title)}
            onClick={() => setMode("renaming")}
          >
            <Icon name="edit" />
          </button>
          <button
            class="icon"
            title={t("Delete (Del)")}
            aria-label={t("Delete {0}", title)}
            onClick={() => setMode("deleting")}
          >
            <Icon name="trash" />
          </button>
        </span>
      )}
      {mode === "deleting" && <Confirm onYes={() => void remove()} onNo={() => setMode("plain")} />}
    </li>
  );
}

function Marks({ entry: { updatedAt, isHere, isBusy } }: { entry: HistoryEntry }) {
  return (
    <span class="marks">
      {isBusy && (
        <span class="mark">
          <Icon name="loading codicon-modifier-spin" /> {t("working")}
        </span>
      )}
      {isHere && <span class="mark">{t("this workspace")}</span>}
      <time dateTime={new Date(updatedAt).toISOString()}>{momentText(updatedAt, Date.now())}</time>
    </span>
  );
}

function Rename({ title, onDone }: { title: string; onDone: (text: string) => void }) {
  const box = useRef<HTMLInputElement>(null);
  useLayoutEffect(() => box.current?.select(), []);
  return (
    <input
      ref={box}
      class="rename"
      defaultValue={title}
      maxLength={200}
      aria-label={t("New title")}
      onKeyDown={(event) => {
        if (event.key !== "Enter" || event.isComposing || event.keyCode === 229) return;
        // Else the same press would open the thread, whose row has the keyboard next.
        event.preventDefault();
        onDone(event.currentTarget.value);
      }}
      onBlur={() => onDone(title)}
    />
  );
}

function Confirm({ onYes, onNo }: { onYes: () => void; onNo: () => void }) {
  const no = useRef<HTMLButtonElement>(null);
  useLayoutEffect(() => no.current?.focus(), []);
  return (
    <span class="confirm" role="alertdialog" aria-label={t("Delete the thread with its files?")}>
      <span>{t("Delete the thread with its files?")}</span>
      <button class="danger" onClick={onYes}>
        {t("Delete")}
      </button>
      <button class="secondary" ref={no} onClick={onNo}>
        {t("Keep")}
      </button>
    </span>
  );
}
