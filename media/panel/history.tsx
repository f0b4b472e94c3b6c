import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { t } from "../../src/base/l10n.ts";
import type { HistoryEntry } from "../../src/panel/messages.ts";
import { HistoryRow } from "./historyRow.tsx";
import { request } from "./host.ts";
import { Icon } from "./icon.tsx";

interface Props {
  openThreadId: string | null;
  /** Changes when a thread may have changed its title or its run. */
  version: string;
  /** The open thread is about to be deleted. */
  onDeletingOpen: () => void;
  onOpened: () => void;
  onClose: () => void;
}

/** All threads, newest first: to be found, opened, renamed and deleted. Escape leaves it. */
export function History({ openThreadId, version, onDeletingOpen, onOpened, onClose }: Props) {
  const [entries, setEntries] = useState<readonly HistoryEntry[] | null>(null);
  const [fault, setFault] = useState<string | null>(null);
  const [search, setSearch] = useState("");
  const root = useRef<HTMLElement>(null);
  const box = useRef<HTMLInputElement>(null);
  const load = async (): Promise<void> => {
    try {
      setEntries(await request("history", {}));
      setFault(null);
    } catch (error) {
      setFault(error instanceof Error ? error.message : String(error));
    }
  };
  useEffect(() => void load(), [version]);
  useLayoutEffect(() => box.current?.focus(), []);
  useLayoutEffect(() => {
    // A row that goes takes the keyboard along: until another one has it, keys go to the page itself.
    const leave = ({ key }: KeyboardEvent): void => {
      if (key === "Escape" && document.activeElement === document.body) onClose();
    };
    document.addEventListener("keydown", leave);
    return () => document.removeEventListener("keydown", leave);
  }, [onClose]);

  const words = search.toLowerCase().split(/\s+/);
  const found = entries?.filter(({ title }) => words.every((word) => title.toLowerCase().includes(word)));
  const rows = (): HTMLElement[] => [...(root.current?.querySelectorAll<HTMLElement>(".thread") ?? [])];
  const place = (): number => rows().findIndex((row) => row.parentElement?.contains(document.activeElement));
  const moveFocus = (by: number): void => {
    (rows()[place() + by] ?? (by < 0 ? box.current : null))?.focus();
  };
  // The row that has the keyboard is about to go.
  const leaveRow = (): void => (rows()[place() + 1] ?? rows()[place() - 1] ?? box.current)?.focus();
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.isComposing) return;
    if (event.key === "Escape") onClose();
    else if (event.key === "ArrowDown") moveFocus(1);
    else if (event.key === "ArrowUp") moveFocus(-1);
    else return;
    event.preventDefault();
  };
  return (
    <main class="history" ref={root} onKeyDown={onKeyDown} aria-label={t("History")}>
      <div class="search">
        <Icon name="search" />
        <input
          ref={box}
          type="search"
          value={search}
          placeholder={t("Search threads")}
          aria-label={t("Search threads")}
          onInput={({ currentTarget }) => setSearch(currentTarget.value)}
        />
        <button class="icon" title={t("Close")} aria-label={t("Close history")} onClick={onClose}>
          <Icon name="close" />
        </button>
      </div>
      <p class="note" role="status">
        {fault ?? statusText(entries, found)}
      </p>
      <ul class="threads">
        {found?.map((entry) => (
          <HistoryRow
            key={entry.id}
            entry={entry}
            isOpen={entry.id === openThreadId}
            onOpened={onOpened}
            onDeleting={entry.id === openThreadId ? onDeletingOpen : undefined}
            onRenamed={() => void load()}
            onDeleted={() => {
              leaveRow();
              void load();
            }}
          />
        ))}
      </ul>
    </main>
  );
}

function statusText(entries: readonly HistoryEntry[] | null, found: readonly HistoryEntry[] = []): string {
  if (entries === null) return t("Loading…");
  if (entries.length === 0) return t("There are no threads yet. Ask something, and it is kept here.");
  if (found.length === 0) return t("Nothing found.");
  return found.length === 1 ? t("1 thread") : t("{0} threads", found.length);
}
