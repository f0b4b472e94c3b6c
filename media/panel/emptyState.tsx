import { memo } from "preact/compat";
import { t } from "../../src/base/l10n.ts";
import { COMMANDS } from "../../src/manifest.ts";
import { execute, request } from "./host.ts";
import { Icon } from "./icon.tsx";

interface Props {
  samples: readonly string[];
  isAnalyst: boolean;
  /** The host at which code will run; null: this machine. */
  codeAt: string | null;
}

/** Before the first question: what this is, and something to try it on. */
export const EmptyState = memo(function EmptyState({ samples, isAnalyst, codeAt }: Props) {
  return (
    <main class="empty">
      <p>
        {t("Ask about a file: attach it below, or right-click it and choose “Analyze with Interpreter”.")}{" "}
        {codeAt === null
          ? t(
              "Python runs in a sandbox on this machine, and the plots, tables and files it makes stay with you.",
            )
          : t(
              "Python runs at {0}, which gets your files; the plots, tables and files it makes are copied back to you.",
              codeAt,
            )}
      </p>
      <h2>{t("Try it on a sample")}</h2>
      <div class="samples">
        {samples.map((name) => (
          <button key={name} class="pill" onClick={() => void request("openSample", { name })}>
            <Icon name="table" /> {name}
          </button>
        ))}
      </div>
      {isAnalyst && (
        <p class="quiet">
          {t(
            "The built-in analyst answers, without any model or key; a model would understand any question.",
          )}{" "}
          <button class="link" onClick={() => execute(COMMANDS.selectModel)}>
            {t("Select Model…")}
          </button>
        </p>
      )}
    </main>
  );
});
