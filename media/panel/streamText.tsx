import { memo } from "preact/compat";
import { t } from "../../src/base/l10n.ts";
import { bytesText } from "./format.ts";
import type { Look, TerminalColor } from "./sgr.ts";
import type { Chunk, TerminalView } from "./terminal.ts";

interface Props {
  view: TerminalView;
  onOpenAll: () => void;
}

// Up to here a text needs no scrolling, hence no place in the order of the keyboard.
const LOW = { rows: 12, length: 500 };

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
  const isLow =
    chunks.reduce((sum, { rows }) => sum + rows, 0) <= LOW.rows &&
    chunks.reduce((sum, { length }) => sum + length, 0) <= LOW.length;
  const label = isEnd ? t("End of the printed text") : t("Printed text");
  return (
    <div class="stream" role="group" aria-label={label} tabIndex={isLow ? undefined : 0}>
      {chunks.map((chunk) => (
        <ChunkText key={chunk.id} chunk={chunk} />
      ))}
    </div>
  );
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
  if (typeof color === "number") names.push(`ansi-${color}`);
  if (typeof background === "number") names.push(`ansi-bg-${background}`);
  return names.join(" ");
}

// Set on the element by script, which the page's policy allows, unlike a style in markup.
function colorsOf(look: Look): { color?: string; backgroundColor?: string } {
  const { color, background } = shownColors(look);
  const css = (value: TerminalColor | null): string | undefined =>
    typeof value === "string" ? value : undefined;
  const [front, back] = [css(color), css(background)];
  return { ...(front && { color: front }), ...(back && { backgroundColor: back }) };
}

function shownColors({ color, background, traits }: Look): Pick<Look, "color" | "background"> {
  return traits.includes("inverse") ? { color: background, background: color } : { color, background };
}
