import { memo } from "preact/compat";
import { t } from "../../src/base/l10n.ts";
import { titleOf } from "../../src/domain/title.ts";
import type { Turn } from "../../src/domain/transcript.ts";
import { Icon } from "./icon.tsx";
import { cellsText } from "./turnEnd.tsx";

/** An older turn, of which only the question is drawn. */
export const FoldedTurn = memo(function FoldedTurn({
  turn,
  onUnfold,
}: {
  turn: Turn;
  onUnfold: (id: string) => void;
}) {
  return (
    <button class="folded" aria-expanded={false} onClick={() => onUnfold(turn.id)}>
      <Icon name="chevron-right" />
      <span class="name">{titleOf(turn.question)}</span>
      <span class="quiet">{turn.state === "failed" ? t("failed") : cellsText(turn.blocks)}</span>
    </button>
  );
});
