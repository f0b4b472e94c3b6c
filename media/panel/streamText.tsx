import { memo } from "preact/compat";
import { useLayoutEffect, useRef } from "preact/hooks";
import { t } from "../../src/base/l10n.ts";
import { bytesText } from "./format.ts";
import type { Look } from "./sgr.ts";
import type { Chunk, TerminalView } from "./terminal.ts";

interface Props {
  view: TerminalView;
  onOpenAll: () => void;
}

const NEAR_PX = 20;
// Up to here a text needs no scrolling in the narrowest panel, hence no place in the order of the keyboard.
const LOW = { rows: 14, lettersInRow: 25 };

/** Printed text: of a long one the beginning and the end, with a way to all of it. */
export const StreamText = memo(function StreamText({ view: { head, skipped, tail }, onOpenAll }: Props) {
  if (skipped === 0) return <Printed chunks={[...head, ...tail]} />;
  return (
    <>
      <Printed chunks={head} />
      <button class="link more" onClick={onOpenAll}>
        {t("… {0} more, open all", bytesText(skipped))}
      </button>
      <Printed chunks={tail} isEnd />
    </>
  );
});

function Printed({ chunks, isEnd = false }: { chunks: readonly Chunk[]; isEnd?: boolean }) {
  const rows = chunks.reduce((sum, chunk) => sum + chunk.rows + chunk.length / LOW.lettersInRow, 0);
  const isLow = rows <= LOW.rows;
  const label = isEnd ? t("End of the printed text") : t("Printed text");
  const { box, onScroll } = useEnd(chunks, isEnd, isLow);
  return (
    <div
      class="stream"
      ref={box}
      role="group"
      aria-label={label}
      tabIndex={isLow ? undefined : 0}
      onScroll={onScroll}
    >
      {chunks.map((chunk) => (
        <ChunkText key={chunk.id} chunk={chunk} />
      ))}
    </div>
  );
}

/** Keeps the end of a text that grows in view, while the person has not scrolled away from it. */
function useEnd(chunks: readonly Chunk[], isEnd: boolean, isLow: boolean) {
  const box = useRef<HTMLDivElement>(null);
  const follows = useRef(isEnd || isLow);
  useLayoutEffect(() => {
    const element = box.current!;
    if (follows.current && !isLow) element.scrollTop = element.scrollHeight;
  }, [chunks]);
  const onScroll = (): void => {
    const { scrollTop, scrollHeight, clientHeight } = box.current!;
    follows.current = scrollHeight - scrollTop - clientHeight < NEAR_PX;
  };
  return { box, onScroll };
}

const ChunkText = memo(
  function ChunkText({ chunk: { segments, isError } }: { chunk: Chunk }) {
    return (
      <div
        class={isError ? "printed stderr" : "printed"}
        title={isError ? t("Written to stderr") : undefined}
      >
        {segments.map(({ text, look }, index) =>
          look === null ? (
            text
          ) : (
            <span key={index} class={classesOf(look)} style={colorsOf(look)}>
              {text}
            </span>
          ),
        )}
      </div>
    );
  },
  // A closed chunk is the same object in every view.
  (before, after) => before.chunk === after.chunk,
);

function classesOf(look: Look): string {
  const names = look.traits.map((trait) => `ansi-${trait}`);
  const { color, background } = shownColors(look);
  if (color !== null) names.push("ansi-color");
  if (background !== null) names.push("ansi-background");
  if (typeof color === "number") names.push(`ansi-${color}`);
  if (typeof background === "number") names.push(`ansi-bg-${background}`);
  return names.join(" ");
}

// Set on the element by script, which the page's policy allows, unlike a style in markup.
function colorsOf(look: Look): Record<string, string> {
  const { color, background } = shownColors(look);
  return {
    ...(typeof color === "string" && { "--ansi-color": color }),
    ...(typeof background === "string" && { "--ansi-background": background }),
  };
}

function shownColors({ color, background, traits }: Look): Pick<Look, "color" | "background"> {
  return traits.includes("inverse") ? { color: background, background: color } : { color, background };
}
