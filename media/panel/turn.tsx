import { memo } from "preact/compat";
import type { Turn as TurnData } from "../../src/domain/transcript.ts";
import { Blocks } from "./blocks.tsx";
import { bytesText, durationText } from "./format.ts";
import { request } from "./host.ts";
import { Icon } from "./icon.tsx";

interface Props {
  turn: TurnData;
  filesUri: string;
  isLast: boolean;
}

/** A question and what was done about it. Drawn again only when the turn is another object. */
export const Turn = memo(function Turn({ turn, filesUri, isLast }: Props) {
  return (
    <section class="turn" data-state={turn.state} aria-label={`Question: ${turn.question.slice(0, 80)}`}>
      <Question turn={turn} />
      <Blocks turn={turn} filesUri={filesUri} />
      <Files turn={turn} />
      <Ending turn={turn} isLast={isLast} />
    </section>
  );
});

function Question({ turn }: { turn: TurnData }) {
  // A selection travels in a fence; people know it as code.
  const [words = "", code] = turn.question.split(/\n?```\w*\n?/);
  return (
    <div class="question">
      {words.trim()}
      {code !== undefined && <pre>{code}</pre>}
      {turn.attachments.length > 0 && (
        <div class="chips">
          {turn.attachments.map(({ id, name, bytes }) => (
            <button
              key={id}
              class="chip"
              title={`Open ${name}`}
              onClick={() => void request("openFile", { name })}
            >
              {name} <i>{bytesText(bytes)}</i>
            </button>
          ))}
        </div>
      )}
    </div>
  );
}

function Files({ turn }: { turn: TurnData }) {
  if (turn.files.length === 0) return null;
  return (
    <ul class="files" aria-label="Files made">
      {turn.files.map(({ id, name, bytes, mime }) => (
        <li key={id}>
          <Icon name={mime.startsWith("image/") ? "file-media" : /csv|sheet/.test(mime) ? "table" : "file"} />
          <b>{name}</b>
          <span>{bytesText(bytes)}</span>
          <button class="link" aria-label={`Open ${name}`} onClick={() => void request("openFile", { name })}>
            Open
          </button>
          <button class="link" aria-label={`Save ${name}`} onClick={() => void request("saveFile", { name })}>
            Save
          </button>
        </li>
      ))}
    </ul>
  );
}

const STATES: Partial<Record<TurnData["state"], string>> = {
  waiting: "Not sent yet.",
  queued: "Starting…",
  stopping: "Stopping…",
  cancelled: "Stopped. What was made is kept.",
  incomplete: "Ended at a limit before the answer. What was made is kept; ask again to go on.",
  expired: "Ended after 10 minutes. What was made is kept; ask again to go on.",
};

function Ending({ turn, isLast }: { turn: TurnData; isLast: boolean }) {
  const { state, blocks, askedAt, endedAt, usage, error, model } = turn;
  if (state === "running") {
    return isLast && blocks.length === 0 ? <p class="note">Thinking…</p> : null;
  }
  const cells = blocks.filter(({ kind }) => kind === "cell").length;
  return (
    <>
      {state === "failed" && (
        <p class="failure" role="alert">
          <Icon name="error" tone="err" /> {error ?? "The run failed."}
        </p>
      )}
      {STATES[state] !== undefined && <p class="note">{STATES[state]}</p>}
      {endedAt !== null && (
        <p class="meta" aria-live="polite">
          <span>
            {cells} {cells === 1 ? "cell" : "cells"} · {durationText(endedAt - askedAt)}
          </span>
          {usage !== null && (
            <span>{(usage.promptTokens + usage.completionTokens).toLocaleString()} tokens</span>
          )}
          {model !== null && model !== "default" && <span>{model}</span>}
        </p>
      )}
    </>
  );
}
