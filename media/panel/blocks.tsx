import { useMemo } from "preact/hooks";
import type { Turn } from "../../src/domain/transcript.ts";
import { BlockBoundary } from "./blockBoundary.tsx";
import { CellBlock } from "./cellBlock.tsx";
import { type Shown, withTries } from "./cellTries.tsx";
import { Markdown } from "./markdown.tsx";
import { NumberPlaces } from "./numberLinks.ts";

/** What was done about a question, in order: words, cells, and notes about the session. */
export function Blocks({ turn, filesUri }: { turn: Turn; filesUri: string }) {
  const { blocks, endedAt } = turn;
  // Words that still grow are not searched for numbers with every piece.
  const numbers = useMemo(() => (endedAt === null ? null : new NumberPlaces(blocks)), [blocks, endedAt]);
  return (
    <>
      {withTries(blocks).map((block) => (
        <BlockBoundary
          key={block.kind === "tries" ? block.tries[0]!.id : block.id}
          value={block.kind === "tries" ? block.tries.at(-1) : block}
        >
          <OneBlock block={block} numbers={numbers} filesUri={filesUri} />
        </BlockBoundary>
      ))}
    </>
  );
}

interface Props {
  block: Shown;
  numbers: NumberPlaces | null;
  filesUri: string;
}

function OneBlock({ block, numbers, filesUri }: Props) {
  switch (block.kind) {
    case "tries":
      return <CellBlock tries={block.tries} filesUri={filesUri} />;
    case "text":
      return <Markdown text={block.text} numbers={numbers} />;
    case "note":
      return <p class="note">{block.text}</p>;
  }
}
