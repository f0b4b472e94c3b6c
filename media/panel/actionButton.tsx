import { useEffect, useState } from "preact/hooks";
import { announce } from "./announce.ts";
import { Icon } from "./icon.tsx";

interface Props {
  /** What it does, in a word or two; shown as text, or as the tooltip of an icon. */
  label: string;
  /** What it does it to, for those who do not see where it stands. */
  of: string;
  icon?: string;
  tooltip?: string;
  /** Said when it is done, where nothing else shows it. */
  done?: string;
  /** When it rejects, the page's notice says why. */
  run: () => Promise<unknown>;
}

const SAID_MS = 2000;

/** A button that says when its work is done. */
export function ActionButton({ label, of, icon, tooltip, done, run }: Props) {
  const [isDone, setDone] = useState(false);
  useEffect(() => {
    if (!isDone) return;
    const timer = setTimeout(() => setDone(false), SAID_MS);
    return () => clearTimeout(timer);
  }, [isDone]);
  const act = async (): Promise<void> => {
    await run();
    if (done === undefined) return;
    setDone(true);
    announce(done);
  };
  return (
    <button
      class={icon === undefined ? "link" : "icon"}
      title={tooltip ?? (icon === undefined ? undefined : label)}
      aria-label={`${label}: ${of}`}
      onClick={() => void act()}
    >
      {icon === undefined ? label : <Icon name={isDone ? "check" : icon} />}
      {icon === undefined && isDone && <Icon name="check" />}
    </button>
  );
}
