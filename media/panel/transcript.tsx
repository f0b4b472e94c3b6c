import { memo } from "preact/compat";
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { t } from "../../src/base/l10n.ts";
import type { Transcript as TranscriptData } from "../../src/domain/transcript.ts";
import { BlockBoundary } from "./blockBoundary.tsx";
import { FoldedTurn } from "./foldedTurn.tsx";
import { Icon } from "./icon.tsx";
import { recall, remember } from "./memory.ts";
import { NextSteps } from "./nextSteps.tsx";
import { Turn } from "./turn.tsx";
import { useScroll } from "./useScroll.ts";

// Older turns are folded: opening a long thread draws only what can be seen soon.
const UNFOLDED_CELLS = 24;

interface Props {
  transcript: TranscriptData;
  filesUri: string;
  suggestions: readonly string[];
}

/** The turns of one thread, oldest first. */
export const Transcript = memo(function Transcript({ transcript, filesUri, suggestions }: Props) {
  const { threadId, turns, queue } = transcript;
  const { scroller, content, isAway, toEnd, onScroll } = useScroll(threadId);
  const [unfolded, setUnfolded] = useState(() => new Set(recall(threadId).unfolded));
  const unfold = (id: string): void => {
    const next = new Set(unfolded).add(id);
    remember(threadId, { unfolded: [...next] });
    setUnfolded(next);
  };
  useOwnQuestion(turns.length, queue.length, toEnd);
  const firstUnfolded = useFirstUnfolded(turns, isAway);
  const last = turns.at(-1);
  return (
    <main class="transcript" ref={scroller} onScroll={onScroll} tabIndex={0} aria-label={t("Transcript")}>
      <div class="turns" ref={content}>
        {turns.map((turn, index) => {
          const isFolded = index < firstUnfolded && !unfolded.has(turn.id);
          return (
            <div key={turn.id} data-turn={turn.id} class={isFolded ? "older" : ""}>
              {isFolded ? (
                <FoldedTurn turn={turn} onUnfold={unfold} />
              ) : (
                <BlockBoundary value={turn}>
                  <Turn turn={turn} filesUri={filesUri} isLast={turn === last} />
                </BlockBoundary>
              )}
            </div>
          );
        })}
        {last !== undefined && (
          <NextSteps state={last.state} errorCode={last.errorCode} suggestions={suggestions} />
        )}
      </div>
      {isAway && (
        <button
          class="jump"
          onClick={() => {
            toEnd();
            scroller.current?.focus();
          }}
        >
          <Icon name="arrow-down" /> {t("Jump to latest")}
        </button>
      )}
    </main>
  );
});

/** Changes with new turns only, and not while the person reads above: nothing folds under their eyes. */
function useFirstUnfolded(turns: TranscriptData["turns"], isAway: boolean): number {
  const known = useRef({ count: 0, index: 0 });
  const { count } = known.current;
  if (count !== turns.length && (count === 0 || !isAway)) {
    known.current = { count: turns.length, index: unfoldedFrom(turns) };
  }
  return known.current.index;
}

/** Where the newest turns begin that together have no more cells than are drawn at once; always the last one. */
function unfoldedFrom(turns: TranscriptData["turns"]): number {
  let [index, cells] = [turns.length, 0];
  while (index > 0 && cells < UNFOLDED_CELLS) {
    index--;
    // Words and a question are worth a cell as well.
    cells += 1 + turns[index]!.blocks.filter(({ kind }) => kind === "cell").length;
  }
  return index;
}

/** A question of one's own is always shown; one that the queue sent does not take the person from what is read. */
function useOwnQuestion(asked: number, queued: number, toEnd: () => void): void {
  const before = useRef({ asked, queued });
  useLayoutEffect(() => {
    if (asked > before.current.asked && queued >= before.current.queued) toEnd();
    before.current = { asked, queued };
  }, [asked, queued]);
}
