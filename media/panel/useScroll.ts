import type { RefObject } from "preact";
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { type Place, recall, remember } from "./memory.ts";

// Nearer to the end than this counts as reading the end: then new lines keep it in view.
const NEAR_PX = 40;
const SAVE_MS = 150;
// Smooth scrolling goes on for a while after the key or the wheel.
const ACT_MS = 1000;

/**
 * Scrolling of a thread: it follows the end only while the person is there, begins where the person left, and is
 * remembered. `scroller` holds `content`, whose children carry `data-turn`.
 */
export function useScroll(threadId: string) {
  const scroller = useRef<HTMLElement>(null);
  const content = useRef<HTMLDivElement>(null);
  const follows = useRef(recall(threadId).place === null);
  const lastTop = useRef(0);
  const actedAt = useRef(-Infinity);
  const [isAway, setAway] = useState(!follows.current);
  const save = useSaving(threadId, scroller, content);

  const toEnd = (): void => {
    follows.current = true;
    setAway(false);
    const element = scroller.current;
    if (element !== null) element.scrollTop = element.scrollHeight;
  };
  useLayoutEffect(() => {
    const [view, turns] = [scroller.current!, content.current!];
    let { place } = recall(threadId);
    const arrange = (): void => {
      if (follows.current) view.scrollTop = view.scrollHeight;
      else if (place !== null) view.scrollTop = topOf(turns, place) ?? view.scrollHeight;
      // What shrinks (code that is folded) moves the end up, and nobody scrolled.
      lastTop.current = view.scrollTop;
    };
    arrange();
    // Also what grows by itself counts (a picture has its height only once it is loaded, a turn once it is seen), and a
    // view that shrinks.
    const observer = new ResizeObserver(arrange);
    observer.observe(turns);
    observer.observe(view);
    // From the person's first act on, the place is theirs.
    const release = (): void => {
      place = null;
      actedAt.current = performance.now();
    };
    const acts = ["wheel", "pointerdown", "touchmove", "keydown"] as const;
    for (const act of acts) view.addEventListener(act, release, { passive: true });
    return () => {
      observer.disconnect();
      for (const act of acts) view.removeEventListener(act, release);
    };
  }, []);
  const onScroll = (): void => {
    const { scrollTop, scrollHeight, clientHeight } = scroller.current!;
    // Hidden behind the history: nobody scrolled.
    if (clientHeight === 0) return;
    if (scrollHeight - scrollTop - clientHeight < NEAR_PX) follows.current = true;
    // Without an act of the person it was the page that moved: content shrank while more of it came.
    else if (scrollTop < lastTop.current && performance.now() - actedAt.current < ACT_MS)
      follows.current = false;
    lastTop.current = scrollTop;
    setAway(!follows.current);
    save(follows.current);
  };
  return { scroller, content, isAway, toEnd, onScroll };
}

/** Remembers the place once scrolling rests: the view may be gone at any moment. */
function useSaving(
  threadId: string,
  scroller: RefObject<HTMLElement | null>,
  content: RefObject<HTMLElement | null>,
) {
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useLayoutEffect(() => () => clearTimeout(timer.current), []);
  return (atEnd: boolean): void => {
    clearTimeout(timer.current);
    timer.current = setTimeout(() => {
      const top = scroller.current?.scrollTop ?? 0;
      const turn = turnsOf(content.current).findLast(({ offsetTop }) => offsetTop <= top);
      const turnId = turn?.dataset["turn"];
      const place =
        atEnd || turn === undefined || turnId === undefined ? null : { turnId, offset: top - turn.offsetTop };
      remember(threadId, { place });
    }, SAVE_MS);
  };
}

/** Where the view has to begin to show the place; undefined when its turn is gone. */
function topOf(content: HTMLElement, { turnId, offset }: Place): number | undefined {
  const turn = turnsOf(content).find(({ dataset }) => dataset["turn"] === turnId);
  return turn === undefined ? undefined : turn.offsetTop + offset;
}

function turnsOf(content: HTMLElement | null): HTMLElement[] {
  return [...(content?.querySelectorAll<HTMLElement>(":scope > [data-turn]") ?? [])];
}
