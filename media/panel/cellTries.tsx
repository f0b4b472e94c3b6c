import { t } from "../../src/base/l10n.ts";
import type { Output } from "../../src/domain/output.ts";
import { type Block, type CellBlock, isCorrected, triesBefore } from "../../src/domain/transcript.ts";
import { Code } from "./code.tsx";
import { Fold } from "./fold.tsx";
import { Outputs } from "./outputs.tsx";

/** A block of a turn, or a cell with the failed tries that it corrects; the newest is the last. */
export type Shown =
  Exclude<Block, CellBlock> | { readonly kind: "tries"; readonly tries: readonly CellBlock[] };

/** A turn's blocks, each correction as one with what it corrects; it stands where the newest try is. */
export function withTries(blocks: readonly Block[]): readonly Shown[] {
  return blocks.flatMap((block, index): Shown[] => {
    if (block.kind !== "cell") return [block];
    if (isCorrected(blocks, index)) return [];
    return [{ kind: "tries", tries: [...triesBefore(blocks, index), block] }];
  });
}

/** Tries that failed, each folded into a line that says why. */
export function FailedTries({ tries, filesUri }: { tries: readonly CellBlock[]; filesUri: string }) {
  return (
    <div class="tries">
      {tries.map((cell) => (
        <Fold key={cell.id} label={<Reason cell={cell} />} isOpen={false}>
          {() => (
            <>
              <Code code={cell.code.trimEnd()} language="python" />
              <Outputs cellId={cell.id} outputs={cell.outputs} filesUri={filesUri} />
            </>
          )}
        </Fold>
      ))}
    </div>
  );
}

const FIRST_WORDS = 160;

function Reason({ cell }: { cell: CellBlock }) {
  const error = cell.outputs.findLast(
    (output): output is Extract<Output, { kind: "error" }> => output.kind === "error",
  );
  const [first = ""] = (error?.message ?? "").trim().split("\n", 1);
  return (
    <>
      <b class="err">{error?.name ?? t("Error")}</b> {t("in try {0}", cell.attempt)}
      {first !== "" && `: ${first.slice(0, FIRST_WORDS)}`}
    </>
  );
}
