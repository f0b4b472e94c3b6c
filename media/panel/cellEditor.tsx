import { useEffect, useRef, useState } from "preact/hooks";
import { t } from "../../src/base/l10n.ts";
import { request } from "./host.ts";

interface Props {
  code: string;
  /** Called when it ran, or was given up. */
  onClose: () => void;
}

/** The code of a cell to be changed and run again. What was typed stays until it runs for certain. */
export function CellEditor({ code, onClose }: Props) {
  const [text, setText] = useState(code);
  const [fault, setFault] = useState<string | null>(null);
  const [isSending, setSending] = useState(false);
  const box = useRef<HTMLTextAreaElement>(null);
  useEffect(() => box.current?.focus(), []);
  const run = async (): Promise<void> => {
    if (isSending || text.trim() === "") return;
    setSending(true);
    setFault(null);
    try {
      await request("runCode", { code: text });
      onClose();
    } catch (error) {
      setFault(error instanceof Error ? error.message : String(error));
      setSending(false);
    }
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    // Keys that end an input method's composition belong to it.
    if (event.isComposing) return;
    if (event.key === "Escape") onClose();
    else if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) void run();
    else if (event.key === "Enter" && !event.shiftKey && !event.altKey) indent(event.currentTarget);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div class="editor">
      <textarea
        ref={box}
        value={text}
        rows={Math.min(text.split("\n").length, 20)}
        spellcheck={false}
        autocapitalize="off"
        aria-label={t("Code to run")}
        onInput={({ currentTarget }) => setText(currentTarget.value)}
        onKeyDown={onKeyDown}
      />
      {fault !== null && (
        <p class="err" role="alert">
          {fault}
        </p>
      )}
      <div class="row">
        <button
          class="primary"
          title={t("Run ({0})", "Ctrl+Enter")}
          disabled={isSending || text.trim() === ""}
          onClick={() => void run()}
        >
          {t("Run")}
        </button>
        <button class="secondary" title={t("Cancel ({0})", "Escape")} onClick={onClose}>
          {t("Cancel")}
        </button>
      </div>
    </div>
  );
}

/** A new line that begins as far in as the one before. */
function indent(target: EventTarget | null): void {
  if (!(target instanceof HTMLTextAreaElement)) return;
  const line = target.value.slice(0, target.selectionStart).split("\n").at(-1) ?? "";
  const spaces = /^\s*/.exec(line)?.[0] ?? "";
  // Unlike a change of the value, this can be undone.
  document.execCommand("insertText", false, `\n${spaces}${line.trimEnd().endsWith(":") ? "    " : ""}`);
}
