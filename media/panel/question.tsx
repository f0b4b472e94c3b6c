import { memo } from "preact/compat";
import { useState } from "preact/hooks";
import { t } from "../../src/base/l10n.ts";
import type { FileRef } from "../../src/domain/file.ts";
import { bytesText } from "./format.ts";
import { request } from "./host.ts";
import { questionParts } from "./questionParts.ts";

// About what fits into a third of the view.
const LONG_LINES = 10;
const LONG_LETTERS = 700;

/** What the person asked, with the files that went with it. */
export const Question = memo(function Question({
  text,
  attachments,
}: {
  text: string;
  attachments: readonly FileRef[];
}) {
  const { words, code } = questionParts(text);
  const isLong = text.length > LONG_LETTERS || text.split("\n").length > LONG_LINES;
  const [isWhole, showWhole] = useState(!isLong);
  return (
    <div class="question" data-cut={!isWhole}>
      <h2>{words}</h2>
      {code !== null && <pre>{code}</pre>}
      {isLong && (
        <button class="link" aria-expanded={isWhole} onClick={() => showWhole(!isWhole)}>
          {isWhole ? t("Show less") : t("Show all")}
        </button>
      )}
      {attachments.length > 0 && (
        <div class="chips">
          {attachments.map(({ id, name, bytes }) => (
            <button
              key={id}
              class="chip"
              title={t("Open {0}", name)}
              onClick={() => void request("openFile", { name })}
            >
              <span class="name">{name}</span> <i>{bytesText(bytes)}</i>
            </button>
          ))}
        </div>
      )}
    </div>
  );
});
