import { memo } from "preact/compat";
import { useEffect, useState } from "preact/hooks";
import { t } from "../../src/base/l10n.ts";
import type { SessionState } from "../../src/domain/session.ts";
import type { Transcript } from "../../src/domain/transcript.ts";
import { COMMANDS } from "../../src/manifest.ts";
import { execute, focusQuestion } from "./host.ts";
import { Icon } from "./icon.tsx";

const MINUTE_MS = 60_000;

interface Props {
  /** The session that is alive. */
  session: SessionState | null;
  /** The one that was opened last, alive or not. */
  was: Transcript["session"];
  /** The host at which code of the next run runs; null: this machine. */
  codeAt: string | null;
  busy: boolean;
}

/** Where the code runs and how it is isolated, how long its variables live, and what it costs. */
export const SessionLine = memo(function SessionLine({ session, was, codeAt, busy }: Props) {
  const [isOpen, setOpen] = useState(false);
  const shown = session ?? was;
  const isElsewhere = (shown?.host ?? null) !== codeAt;
  if (shown === null) {
    return (
      <p class="session">{isElsewhere ? <Next host={codeAt} /> : t("Python starts with the first cell.")}</p>
    );
  }
  return (
    <>
      <p class="session">
        {isElsewhere && <Next host={codeAt} />}
        <button
          class="plain"
          aria-expanded={isOpen}
          title={shown.isolation.join(" · ")}
          onClick={() => setOpen(!isOpen)}
        >
          <span class={session === null ? "dot" : "dot on"} />
          {shown.isolation.length > 0 ? t("{0}, isolated", shown.runtime) : shown.runtime}
        </button>
        {session === null ? (
          <span>{t("session ended, files kept")}</span>
        ) : (
          !busy && <TimeLeft endsAt={session.endsAt} />
        )}
        {session?.priceUsd !== undefined && (
          <span title={t("By the provider's price list, for the containers of this thread")}>
            {t("{0} so far", dollars(session.priceUsd))}
          </span>
        )}
        {session !== null && !busy && (
          <button
            class="link"
            title={t("Ends the Python session: variables are gone, files are kept")}
            onClick={() => {
              focusQuestion();
              execute(COMMANDS.restartSession);
            }}
          >
            {t("Restart")}
          </button>
        )}
      </p>
      {isOpen && (
        <div class="layers">
          <p>{t("Between the code and this machine:")}</p>
          <ul>
            {shown.isolation.map((layer) => (
              <li key={layer}>{layer}</li>
            ))}
          </ul>
        </div>
      )}
    </>
  );
});

/** Where the next code runs, when that is not where the last one did. */
function Next({ host }: { host: string | null }) {
  if (host === null) {
    return (
      <span>
        <Icon name="vm" /> {t("The next code runs on this machine")}
      </span>
    );
  }
  return (
    <span title={t("The files of this thread are uploaded there with the next question.")}>
      <Icon name="cloud-upload" /> {t("The next code runs at {0}", host)}
    </span>
  );
}

function dollars(amount: number): string {
  return `US$${amount.toFixed(2)}`;
}

function TimeLeft({ endsAt }: { endsAt: number }) {
  const [now, setNow] = useState(Date.now());
  useEffect(() => {
    setNow(Date.now());
    const timer = setInterval(() => setNow(Date.now()), 10_000);
    return () => clearInterval(timer);
  }, [endsAt]);
  const minutes = Math.round((endsAt - now) / MINUTE_MS);
  const text =
    endsAt <= now
      ? t("session is ending")
      : minutes < 1
        ? t("session ends in less than a minute")
        : t("session ends in {0} min", minutes);
  return <span title={t("If no more code runs, variables are gone then; files are kept.")}>{text}</span>;
}
