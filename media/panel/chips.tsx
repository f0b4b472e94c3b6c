import { useRef } from "preact/hooks";
import { t } from "../../src/base/l10n.ts";
import type { Attachment, Surroundings } from "../../src/panel/messages.ts";
import { bytesText } from "./format.ts";
import { focusQuestion, request } from "./host.ts";
import { Icon } from "./icon.tsx";

interface Props {
  attachments: readonly Attachment[];
  editor: Surroundings["editor"];
}

/** What goes with the question, and what could. */
export function Chips({ attachments, editor }: Props) {
  const list = useRef<HTMLDivElement>(null);
  const remove = (id: string, index: number): void => {
    // The keyboard goes on with the next one, else with the question.
    const buttons = [...(list.current?.querySelectorAll<HTMLElement>(".remove") ?? [])];
    const next = buttons[index + 1] ?? buttons[index - 1];
    if (next === undefined) focusQuestion();
    else next.focus();
    void request("removeAttachment", { id });
  };
  const isAttached = editor !== null && attachments.some(({ name }) => name === editor.file);
  if (attachments.length === 0 && editor === null) return null;
  return (
    <div class="chips" ref={list} role="group" aria-label={t("Attachments")}>
      {attachments.map(({ id, name, bytes }, index) => (
        <span key={id} class="chip" title={name}>
          <span class="name">{name}</span> <i>{bytesText(bytes)}</i>
          <button
            class="icon remove"
            title={t("Remove")}
            aria-label={t("Remove {0}", name)}
            onClick={() => remove(id, index)}
            onKeyDown={(event) => {
              if (event.key !== "Delete" && event.key !== "Backspace") return;
              event.preventDefault();
              remove(id, index);
            }}
          >
            <Icon name="close" />
          </button>
        </span>
      ))}
      {editor !== null && !isAttached && (
        <button
          class="chip offer"
          title={t("Attach {0}", editor.file)}
          onClick={() => void request("attachCurrentFile", {})}
        >
          {t("+ current file")}
        </button>
      )}
      {editor?.hasSelection === true && (
        <button
          class="chip offer"
          title={t("Attach the selection in {0}", editor.file)}
          onClick={() => void request("attachSelection", {})}
        >
          {t("+ selection")}
        </button>
      )}
    </div>
  );
}
