import { memo } from "preact/compat";
import { t } from "../../src/base/l10n.ts";
import { titleOf } from "../../src/domain/title.ts";
import type { QueuedQuestion } from "../../src/domain/transcript.ts";
import { focusQuestion, request } from "./host.ts";
import { Icon } from "./icon.tsx";

interface Props {
  queue: readonly QueuedQuestion[];
  busy: boolean;
}

/** Questions that wait for the run that works. */
export const Queue = memo(function Queue({ queue, busy }: Props) {
  if (queue.length === 0) return null;
  return (
    <ul class="queue" aria-label={t("Queued questions")}>
      {queue.map(({ id, text, files }) => (
        <li key={id}>
          <Icon name="clockface" />
          <span class="name" title={text}>
            {titleOf(text)}
          </span>
          {files.length > 0 && (
            <span class="mark">{files.length === 1 ? t("1 file") : t("{0} files", files.length)}</span>
          )}
          {!busy && (
            <button class="link" onClick={() => void request("sendQueued", { id })}>
              {t("Send")}
            </button>
          )}
          <button
            class="icon"
            title={t("Remove")}
            aria-label={t("Remove from the queue: {0}", titleOf(text))}
            onClick={() => {
              focusQuestion();
              void request("removeQueued", { id });
            }}
          >
            <Icon name="close" />
          </button>
        </li>
      ))}
    </ul>
  );
});
