import { useMemo } from "preact/hooks";
import type { Turn } from "../../src/domain/transcript.ts";
import { CellBlock } from "./cellBlock.tsx";
import { withTries } from "./cellTries.tsx";
import { Markdown } from "./markdown.tsx";
import { NumberPlaces } from "./numberLinks.ts";

/** What was done about a question, in order: words, cells, and notes about the session. */
export function Blocks({ turn, filesUri }: { turn: Turn; filesUri: string }) {
  const { blocks, endedAt } = turn;
  // Words that still grow are not searched for numbers with every piece.
  const numbers = useMemo(() => (endedAt === null ? null : new NumberPlaces(blocks)), [blocks, endedAt]);
  return (
    <>
      {withTries(blocks).map((block) => {
        if (block.kind === "tries")
          return <CellBlock key={block.tries[0]!.id} tries={block.tries} filesUri={filesUri} />;
        if (block.kind === "text") return <Markdown key={block.id} text={block.text} numbers={numbers} />;
        return (
          <p key={block.id} class="note">
            {block.text}
          </p>
        );
      })}
    </>
  );
}
