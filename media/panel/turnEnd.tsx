import { t } from "../../src/base/l10n.ts";
import { GIVEN_CODE } from "../../src/domain/givenCode.ts";
import type { Block, Turn } from "../../src/domain/transcript.ts";
import { durationText, numberText } from "./format.ts";
import { request } from "./host.ts";
import { Icon } from "./icon.tsx";

/** How a turn stands or ended, and what it cost. */
export function TurnEnd({ turn, isLast }: { turn: Turn; isLast: boolean }) {
  const { state, blocks, error } = turn;
  const line = stateText(turn);
  return (
    <>
      {state === "running" && isLast && isThinking(blocks) && (
        <p class="note">
          <Icon name="loading codicon-modifier-spin" /> {t("Thinking…")}
        </p>
      )}
      {state === "failed" && (
        <p class="failure" role={isLast ? "alert" : undefined}>
          <Icon name="error" tone="err" />
          <span class="sr-only">{t("Run failed:")} </span>
          <span>{error ?? t("The run failed.")}</span>
        </p>
      )}
      {line !== null && <p class="note">{line}</p>}
      <Meta turn={turn} />
    </>
  );
}

/** "2 cells" */
export function cellsText(blocks: readonly Block[]): string {
  const cells = blocks.filter(({ kind }) => kind === "cell").length;
  return cells === 1 ? t("1 cell") : t("{0} cells", cells);
}

function Meta({ turn: { id, blocks, askedAt, endedAt, usage, model, sent } }: { turn: Turn }) {
  if (endedAt === null) return null;
  const time = durationText(endedAt - askedAt);
  const hasCells = blocks.some(({ kind }) => kind === "cell");
  return (
    <p class="meta">
      <span>{hasCells ? `${cellsText(blocks)} · ${time}` : time}</span>
      {usage !== null && (
        <span>{t("{0} tokens", numberText(usage.promptTokens + usage.completionTokens))}</span>
      )}
      {model !== null && model !== "default" && model !== GIVEN_CODE && <span>{model}</span>}
      {sent !== undefined && (
        <button
          class="link"
          title={t("Shows what was sent to {0}", sent.to)}
          onClick={() => void request("openSent", { turnId: id })}
        >
          {t("What was sent")}
        </button>
      )}
    </p>
  );
}

// Between two blocks nothing moves, though the model works.
function isThinking(blocks: readonly Block[]): boolean {
  const last = blocks.at(-1);
  if (last?.kind === "text") return last.text === "";
  return last?.kind !== "cell" || (last.state !== "writing" && last.state !== "running");
}

function stateText({ state }: Turn): string | null {
  switch (state) {
    case "waiting":
      return t("Not sent yet.");
    case "queued":
      return t("Starting…");
    case "stopping":
      return t("Stopping…");
    case "cancelled":
      return t("Stopped. What was made is kept.");
    case "incomplete":
      return t("Ended at a limit before the answer. What was made is kept; ask again to go on.");
    case "expired":
      return t("Ended after 10 minutes. What was made is kept; ask again to go on.");
    case "running":
    case "completed":
    case "failed":
      return null;
  }
}
