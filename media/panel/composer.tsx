import { memo } from "preact/compat";
import { useLayoutEffect, useRef } from "preact/hooks";
import { t } from "../../src/base/l10n.ts";
import { COMMANDS } from "../../src/manifest.ts";
import type { Attachment, Surroundings } from "../../src/panel/messages.ts";
import { Chips } from "./chips.tsx";
import { attachFiles, useFileDrop } from "./dropFiles.ts";
import { execute, onFocus, request } from "./host.ts";
import { Icon } from "./icon.tsx";
import { useQuestion } from "./useQuestion.ts";

interface Props {
  /** Null: the next question begins a thread. */
  threadId: string | null;
  run: "none" | "working" | "stopping";
  attachments: readonly Attachment[];
  editor: Surroundings["editor"];
  model: string;
}

/** The question box with what goes with it. What was typed stays until it is kept for certain. */
export const Composer = memo(function Composer({ threadId, run, attachments, editor, model }: Props) {
  const { text, setText, fault, isSending, send } = useQuestion(threadId, attachments, run);
  const box = useRef<HTMLTextAreaElement>(null);
  const isDropping = useFileDrop();
  // Before the message that comes right after the first state.
  useLayoutEffect(() => onFocus(() => box.current?.focus()), []);
  const canSend = text.trim() !== "" && !isSending;
  const onKeyDown = (event: KeyboardEvent): void => {
    // The Enter that ends an input method's composition belongs to it; some browsers tell by the key code only.
    if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.keyCode === 229) return;
    event.preventDefault();
    void send();
  };
  const onPaste = (event: ClipboardEvent): void => {
    const files = event.clipboardData?.files;
    if (files === undefined || files.length === 0) return;
    event.preventDefault();
    void attachFiles(files);
  };
  return (
    <section class="composer" aria-label={t("Question")}>
      {fault !== null && (
        <p class="failure" role="alert">
          <Icon name="warning" tone="warn" />
          <span>{fault}</span>
        </p>
      )}
      <div class="box" data-dropping={isDropping}>
        <Chips attachments={attachments} editor={editor} />
        <textarea
          ref={box}
          rows={2}
          value={text}
          readOnly={isSending}
          placeholder={run === "none" ? t("Ask about your files…") : t("Ask a follow-up…")}
          aria-label={t("Question")}
          onInput={({ currentTarget }) => setText(currentTarget.value)}
          onKeyDown={onKeyDown}
          onPaste={onPaste}
        />
        <div class="row">
          <button
            class="icon"
            title={t("Attach files, or drop them here from the explorer, holding Shift")}
            aria-label={t("Attach files")}
            onClick={() => void request("attach", {})}
          >
            <Icon name="attach" />
          </button>
          <button
            class="chip model"
            title={t("Select Model…")}
            aria-label={t("Model: {0}", model)}
            onClick={() => execute(COMMANDS.selectModel)}
          >
            <span class="name">{model}</span>
            <Icon name="chevron-down" />
          </button>
          <span class="space" />
          {run !== "none" && (
            <button
              class="secondary"
              title={t("Stop the run")}
              disabled={run === "stopping"}
              onClick={() => {
                box.current?.focus();
                execute(COMMANDS.stop);
              }}
            >
              {run === "stopping" ? t("Stopping…") : t("Stop")}
            </button>
          )}
          {(run === "none" || canSend) && (
            <button
              class="primary"
              title={run === "none" ? t("Send (Enter)") : t("Send when the run has ended (Enter)")}
              disabled={!canSend}
              onClick={() => {
                box.current?.focus();
                void send();
              }}
            >
              {isSending ? t("Sending…") : run === "none" ? t("Send") : t("Queue")}
            </button>
          )}
        </div>
      </div>
    </section>
  );
});
