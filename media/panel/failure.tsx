import { t } from "../../src/base/l10n.ts";
import type { Output } from "../../src/domain/output.ts";
import { Fold } from "./fold.tsx";
import { withoutColors } from "./outputGroups.ts";

type ErrorOutput = Extract<Output, { kind: "error" }>;

interface Props {
  output: ErrorOutput;
}

/** What went wrong, the last line first, with the way to it below. */
export function Failure({ output }: Props) {
  const { name, message, traceback } = output;
  return (
    <div class="error">
      <p class="reason">
        <b class="err">{name}</b> {withoutColors(message)}
      </p>
      {traceback.trim() !== "" && (
        <Fold label={t("Traceback")} isOpen>
          {() => <Traceback text={traceback} />}
        </Fold>
      )}
    </div>
  );
}

const OWN_FRAME = /^\s*File "<cell/;
const WITHIN_FRAME = /^ {4}/;

/** The lines, those of the cell's own code set off from those of libraries. */
function Traceback({ text }: { text: string }) {
  return (
    <pre class="traceback" tabIndex={0} role="group" aria-label={t("Traceback")}>
      {framesOf(withoutColors(text)).map(({ lines, isOwn }, index) => (
        <span key={index} class={isOwn ? "own" : undefined}>
          {`${lines.join("\n")}\n`}
        </span>
      ))}
    </pre>
  );
}

function framesOf(text: string): { lines: string[]; isOwn: boolean }[] {
  const frames: { lines: string[]; isOwn: boolean }[] = [];
  for (const line of text.split("\n")) {
    const last = frames.at(-1);
    const isOwn = OWN_FRAME.test(line) || (last?.isOwn === true && WITHIN_FRAME.test(line));
    if (last?.isOwn === isOwn) last.lines.push(line);
    else frames.push({ lines: [line], isOwn });
  }
  return frames;
}
