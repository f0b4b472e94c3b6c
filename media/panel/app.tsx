import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { t } from "../../src/base/l10n.ts";
import { isBusy } from "../../src/domain/transcript.ts";
import { COMMANDS } from "../../src/manifest.ts";
import type { PanelState } from "../../src/panel/messages.ts";
import { Composer } from "./composer.tsx";
import { EmptyState } from "./emptyState.tsx";
import { Head } from "./head.tsx";
import { History } from "./history.tsx";
import { execute, focusQuestion, onFocus } from "./host.ts";
import { Icon } from "./icon.tsx";
import { Notice } from "./notice.tsx";
import { Queue } from "./queue.tsx";
import { SessionLine } from "./sessionLine.tsx";
import { Transcript } from "./transcript.tsx";
import { useNews } from "./useNews.ts";

/** The whole page. */
export function App({ state }: { state: PanelState }) {
  const { transcript, filesUri, session, suggestions, isTrusted } = state;
  const [isHistoryOpen, showHistory] = useState(false);
  const busy = transcript !== null && isBusy(transcript);
  const hasThread = transcript !== null && transcript.turns.length > 0;
  const threadId = transcript?.threadId ?? null;
  useNews(transcript);
  const leaveHistory = useHistoryFocus(isHistoryOpen, showHistory);
  // Whoever wants the question box, wants it to be seen.
  useLayoutEffect(() => onFocus(() => leaveHistory("question")), []);
  const isDeleting = useRef(false);
  useEffect(() => {
    // A thread that was opened, from wherever, is to be seen; one that was deleted leaves the person in the list.
    if (!isDeleting.current) leaveHistory("question");
    isDeleting.current = false;
  }, [threadId]);
  return (
    <div class="panel">
      <Head
        title={transcript?.title ?? ""}
        busy={busy}
        hasThread={hasThread}
        isHistoryOpen={isHistoryOpen}
        onNewThread={() => {
          leaveHistory("question");
          execute(COMMANDS.newThread);
        }}
        onHistory={() => (isHistoryOpen ? leaveHistory("head") : showHistory(true))}
      />
      {!isTrusted && (
        <p class="banner">
          <Icon name="shield" /> {t("Restricted Mode: the settings of this workspace are not used.")}
        </p>
      )}
      {state.fault !== null && (
        <p class="banner failure" role="alert">
          <Icon name="warning" tone="warn" /> <span>{state.fault}</span>
        </p>
      )}
      <Notice />
      {isHistoryOpen && (
        <History
          openThreadId={threadId}
          version={`${transcript?.title}${busy}`}
          onDeletingOpen={() => {
            isDeleting.current = true;
          }}
          onOpened={() => leaveHistory("question")}
          onClose={() => leaveHistory("head")}
        />
      )}
      <div class="work" hidden={isHistoryOpen}>
        {hasThread ? (
          <Transcript
            key={threadId}
            transcript={transcript}
            filesUri={filesUri}
            suggestions={busy ? NONE : suggestions}
          />
        ) : (
          <EmptyState samples={state.samples} isAnalyst={state.isAnalyst} />
        )}
        <footer>
          <Queue queue={transcript?.queue ?? NONE} busy={busy} />
          <Composer
            threadId={threadId}
            run={busy ? (transcript.turns.at(-1)?.state === "stopping" ? "stopping" : "working") : "none"}
            attachments={state.attachments}
            editor={state.editor}
            model={state.model}
          />
          <SessionLine
            session={session}
            was={transcript?.session ?? null}
            codeAt={state.codeAt}
            busy={busy}
          />
        </footer>
      </div>
    </div>
  );
}

const NONE: readonly never[] = [];

/** Leaves the history, and gives the keyboard to what the person goes on with, if the page has it. */
function useHistoryFocus(isOpen: boolean, show: (isOpen: boolean) => void) {
  const next = useRef<"head" | "question">("question");
  const wasOpen = useRef(false);
  useLayoutEffect(() => {
    if (wasOpen.current && !isOpen && document.hasFocus()) {
      if (next.current === "head") document.querySelector<HTMLElement>("#history-button")?.focus();
      else focusQuestion();
    }
    wasOpen.current = isOpen;
  }, [isOpen]);
  return (to: "head" | "question"): void => {
    next.current = to;
    show(false);
  };
}
