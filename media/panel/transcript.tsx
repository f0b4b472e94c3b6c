import { useLayoutEffect, useRef, useState } from "preact/hooks";
import type { Transcript as TranscriptData } from "../../src/domain/transcript.ts";
import { Icon } from "./icon.tsx";
import { Turn } from "./turn.tsx";

// Nearer to the end than this counts as reading the end: then new lines keep it in view.
const NEAR_PX = 40;

interface Props {
  transcript: TranscriptData;
  filesUri: string;
}

/** The turns, oldest first. It follows the end only while the person is there. */
export function Transcript({ transcript, filesUri }: Props) {
  const scroller = useRef<HTMLElement>(null);
  const content = useRef<HTMLDivElement>(null);
  const follows = useRef(true);
  const lastTop = useRef(0);
  const [isAway, setAway] = useState(false);
  const toEnd = (): void => {
    const element = scroller.current;
    if (element !== null) element.scrollTop = element.scrollHeight;
  };
  const asked = transcript.turns.length;
  useLayoutEffect(() => {
    // A question of one's own is always shown.
    follows.current = true;
    toEnd();
  }, [asked, transcript.threadId]);
  useLayoutEffect(() => {
    // Also what grows by itself counts (a picture has its height only once it is loaded), and a view that shrinks.
    const observer = new ResizeObserver(() => {
      if (follows.current) toEnd();
    });
    observer.observe(content.current!);
    observer.observe(scroller.current!);
    return () => observer.disconnect();
  }, []);
  const onScroll = (): void => {
    const { scrollTop, scrollHeight, clientHeight } = scroller.current!;
    if (scrollHeight - scrollTop - clientHeight < NEAR_PX) follows.current = true;
    else if (scrollTop < lastTop.current) follows.current = false;
    lastTop.current = scrollTop;
    setAway(!follows.current);
  };
  return (
    <main class="transcript" ref={scroller} onScroll={onScroll} tabIndex={0} aria-label="Transcript">
      <div ref={content}>
        {transcript.turns.map((turn, index) => (
          <Turn
            key={turn.id}
            turn={turn}
            filesUri={filesUri}
            isLast={index === transcript.turns.length - 1}
          />
        ))}
      </div>
      {isAway && (
        <button
          class="jump"
          onClick={() => {
            follows.current = true;
            toEnd();
          }}
        >
          <Icon name="arrow-down" /> Jump to latest
        </button>
      )}
    </main>
  );
}
