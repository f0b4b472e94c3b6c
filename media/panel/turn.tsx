import { memo } from "preact/compat";
import { t } from "../../src/base/l10n.ts";
import type { Turn as TurnData } from "../../src/domain/transcript.ts";
import { Blocks } from "./blocks.tsx";
import { Files } from "./files.tsx";
import { Question } from "./question.tsx";
import { TurnEnd } from "./turnEnd.tsx";

interface Props {
  turn: TurnData;
  filesUri: string;
  isLast: boolean;
}

/** A question and what was done about it. Drawn again only when the turn is another object. */
export const Turn = memo(function Turn({ turn, filesUri, isLast }: Props) {
  return (
    <article class="turn" data-state={turn.state} aria-label={t("Question: {0}", turn.question.slice(0, 80))}>
      <Question text={turn.question} attachments={turn.attachments} />
      <Blocks turn={turn} filesUri={filesUri} />
      {turn.endedAt !== null && <Files files={turn.files} />}
      <TurnEnd turn={turn} isLast={isLast} />
    </article>
  );
});
