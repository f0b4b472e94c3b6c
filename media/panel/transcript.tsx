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
const UNFOLDED = 12;

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
  const firstUnfolded = turns.length - UNFOLDED;
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

/** A question of one's own is always shown; one that the queue sent does not take the person from what is read. */
function useOwnQuestion(asked: number, queued: number, toEnd: () => void): void {
  const before = useRef({ asked, queued });
  useLayoutEffect(() => {
    if (asked > before.current.asked && queued >= before.current.queued) toEnd();
    before.current = { asked, queued };
  }, [asked, queued]);
}
