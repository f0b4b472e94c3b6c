import { memo } from "preact/compat";
import { t } from "../../src/base/l10n.ts";
import type { Turn } from "../../src/domain/transcript.ts";
import { COMMANDS } from "../../src/manifest.ts";
import { execute, focusQuestion, request } from "./host.ts";
import { Icon } from "./icon.tsx";

interface Props {
  /** Of the last turn. */
  state: Turn["state"];
  errorCode: string | null;
  suggestions: readonly string[];
}

// Codes of failures that another model, or another key, may end.
const MODEL_FAILURES = new Set([
  "bad_setting",
  "broken_off",
  "empty_answer",
  "key_refused",
  "model_error",
  "model_gone",
  "no_permission",
  "not_confirmed",
  "rate_limit_exceeded",
  "unreachable",
]);
const KEY_FAILURE = "key_refused";

/** What can be done after the last turn. */
export const NextSteps = memo(function NextSteps({ state, errorCode, suggestions }: Props) {
  const act = (command: Parameters<typeof execute>[0]): void => {
    // The button is about to go.
    focusQuestion();
    execute(command);
  };
  const canRetry =
    state === "failed" || state === "cancelled" || state === "incomplete" || state === "expired";
  const isModel = state === "failed" && errorCode !== null && MODEL_FAILURES.has(errorCode);
  const isKey = state === "failed" && errorCode === KEY_FAILURE;
  if (!canRetry && suggestions.length === 0) return null;
  return (
    <div class="next" role="group" aria-label={t("What you can do next")}>
      {canRetry && (
        <button class="pill" onClick={() => act(COMMANDS.retry)}>
          <Icon name="refresh" /> {t("Ask Again")}
        </button>
      )}
      {isModel && (
        <button class="pill" onClick={() => act(COMMANDS.selectModel)}>
          {t("Select Model…")}
        </button>
      )}
      {isKey && (
        <button class="pill" onClick={() => act(COMMANDS.setApiKey)}>
          {t("Set API Key…")}
        </button>
      )}
      {suggestions.map((text) => (
        <button
          key={text}
          class="pill"
          onClick={() => {
            focusQuestion();
            void request("send", { text, attachments: [] });
          }}
        >
          {text}
        </button>
      ))}
    </div>
  );
});
