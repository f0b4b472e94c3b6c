import { memo } from "preact/compat";
import { t } from "../../src/base/l10n.ts";
import { COMMANDS } from "../../src/manifest.ts";
import { execute } from "./host.ts";
import { Icon } from "./icon.tsx";
import { Menu, type MenuEntry } from "./menu.tsx";

interface Props {
  title: string;
  busy: boolean;
  /** Whether the thread has a question. */
  hasThread: boolean;
  isHistoryOpen: boolean;
  onNewThread: () => void;
  onHistory: () => void;
}

/** Title of the thread, and what can be done with it. */
export const Head = memo(function Head({
  title,
  busy,
  hasThread,
  isHistoryOpen,
  onNewThread,
  onHistory,
}: Props) {
  return (
    <header>
      <div class="head">
        <h1 title={title}>{title || t("New thread")}</h1>
        <IconButton icon="add" label={t("New thread")} onClick={onNewThread} />
        <IconButton
          id="history-button"
          icon="history"
          label={t("History")}
          isPressed={isHistoryOpen}
          onClick={onHistory}
        />
        <IconButton icon="files" label={t("Outputs")} onClick={() => execute(COMMANDS.showOutputs)} />
        <Menu label={t("More")} icon="ellipsis" entries={entriesFor(hasThread, busy)} onChoose={execute} />
      </div>
      <div class="progress">
        {busy && <div class="running" role="progressbar" aria-label={t("A run is working")} />}
      </div>
    </header>
  );
});

function entriesFor(hasThread: boolean, busy: boolean): readonly MenuEntry<Parameters<typeof execute>[0]>[] {
  const isFree = hasThread && !busy;
  return [
    { value: COMMANDS.retry, text: t("Ask the Last Question Again"), enabled: isFree },
    { value: COMMANDS.restartSession, text: t("Restart Python Session"), enabled: isFree },
    null,
    { value: COMMANDS.exportNotebook, text: t("Export as Notebook…"), enabled: hasThread },
    { value: COMMANDS.exportPython, text: t("Export as Python File…"), enabled: hasThread },
    { value: COMMANDS.exportMarkdown, text: t("Export as Markdown…"), enabled: hasThread },
    { value: COMMANDS.openTranscriptAsText, text: t("Open Transcript as Text"), enabled: hasThread },
    { value: COMMANDS.saveAllOutputs, text: t("Save All Outputs…"), enabled: hasThread },
    null,
    { value: COMMANDS.selectModel, text: t("Select Model…"), enabled: true },
    { value: COMMANDS.setApiKey, text: t("Set API Key…"), enabled: true },
    { value: COMMANDS.showLog, text: t("Show Log"), enabled: true },
  ];
}

interface IconButtonProps {
  id?: string;
  icon: string;
  label: string;
  isPressed?: boolean;
  onClick: () => void;
}

function IconButton({ id, icon, label, isPressed, onClick }: IconButtonProps) {
  return (
    <button id={id} class="icon" title={label} aria-label={label} aria-pressed={isPressed} onClick={onClick}>
      <Icon name={icon} />
    </button>
  );
}
