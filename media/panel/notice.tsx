import { useEffect, useState } from "preact/hooks";
import { t } from "../../src/base/l10n.ts";
import { Icon } from "./icon.tsx";

/** What went wrong with a button of the page: every request that failed and that nobody else took care of. */
export function Notice() {
  const [fault, setFault] = useState<string | null>(null);
  useEffect(() => {
    const onRejection = (event: PromiseRejectionEvent): void => {
      const reason: unknown = event.reason;
      setFault(reason instanceof Error ? reason.message : String(reason));
    };
    window.addEventListener("unhandledrejection", onRejection);
    return () => window.removeEventListener("unhandledrejection", onRejection);
  }, []);
  return (
    <div class="notice" role="alert" hidden={fault === null}>
      {fault !== null && (
        <>
          <Icon name="warning" tone="warn" />
          <span>{fault}</span>
          <button class="icon" title={t("Close")} aria-label={t("Close")} onClick={() => setFault(null)}>
            <Icon name="close" />
          </button>
        </>
      )}
    </div>
  );
}
