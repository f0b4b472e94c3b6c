import { isBusy } from "../../src/domain/transcript.ts";
import { COMMANDS } from "../../src/manifest.ts";
import type { PanelState } from "../../src/panel/messages.ts";
import { Composer } from "./composer.tsx";
import { EmptyState } from "./emptyState.tsx";
import { request } from "./host.ts";
import { Icon } from "./icon.tsx";
import { Transcript } from "./transcript.tsx";

/** The whole page. */
export function App({ state }: { state: PanelState }) {
  const { transcript, model, attachments, filesUri, samples } = state;
  const busy = transcript !== null && isBusy(transcript);
  const isEmpty = transcript === null || transcript.turns.length === 0;
  return (
    <div class="panel">
      <header class="head">
        <h1>{transcript?.title || "New thread"}</h1>
        <button
          class="icon"
          title="New thread"
          onClick={() => void request("command", { command: COMMANDS.newThread })}
        >
          <Icon name="add" />
        </button>
        <button
          class="icon"
          title="Outputs"
          onClick={() => void request("command", { command: COMMANDS.showOutputs })}
        >
          <Icon name="files" />
        </button>
      </header>
      <div
        class={busy ? "progress running" : "progress"}
        role="progressbar"
        aria-label="Run"
        aria-hidden={!busy}
      />
      {isEmpty ? (
        <EmptyState samples={samples} />
      ) : (
        <Transcript transcript={transcript} filesUri={filesUri} />
      )}
      <Composer busy={busy} attachments={attachments} model={model} session={transcript?.session ?? null} />
    </div>
  );
}
