import { t } from "../../src/base/l10n.ts";
import { COMMANDS } from "../../src/manifest.ts";
import { execute } from "./host.ts";
import { Icon } from "./icon.tsx";

/** Until the first state is there. */
export function Loading() {
  return (
    <main>
      <div class="progress">
        <div class="running" role="progressbar" aria-label={t("Loading")} />
      </div>
    </main>
  );
}

/** Instead of the page, when the rest of the extension could not be loaded. */
export function LoadFailure({ message, onRetry }: { message: string; onRetry: () => void }) {
  return (
    <main class="empty">
      <p class="failure" role="alert">
        <Icon name="error" tone="err" />
        <span>{t("The interpreter could not be started: {0}", message)}</span>
      </p>
      <p class="quiet">{t("Your threads and files are kept on disk.")}</p>
      <p class="row">
        <button class="primary" onClick={onRetry}>
          {t("Try Again")}
        </button>
        <button class="secondary" onClick={() => execute(COMMANDS.showLog)}>
          {t("Show Log")}
        </button>
      </p>
    </main>
  );
}
