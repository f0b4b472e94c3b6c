import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { Icon } from "./icon.tsx";

/** A line of a menu; null is a line between groups. */
export type MenuEntry<T> = { readonly value: T; readonly text: string; readonly enabled: boolean } | null;

interface Props<T> {
  label: string;
  icon: string;
  entries: readonly MenuEntry<T>[];
  onChoose: (value: T) => void;
}

/** A button with a menu: arrows, Home and End go through it, Escape and Tab leave it. */
export function Menu<T extends string>({ label, icon, entries, onChoose }: Props<T>) {
  const [isOpen, setOpen] = useState(false);
  const root = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const items = (): HTMLElement[] => [
    ...(root.current?.querySelectorAll<HTMLElement>("[role=menuitem]") ?? []),
  ];
  // Before anything else can be pressed.
  useLayoutEffect(() => {
    if (!isOpen) return undefined;
    items()[0]?.focus();
    const onPress = (event: Event): void => {
      if (event.target instanceof Node && root.current?.contains(event.target) !== true) setOpen(false);
    };
    document.addEventListener("pointerdown", onPress);
    return () => document.removeEventListener("pointerdown", onPress);
  }, [isOpen]);
  const close = (): void => {
    setOpen(false);
    button.current?.focus();
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (!isOpen) return;
    if (event.key === "Tab") setOpen(false);
    if (event.key === "Escape") close();
    const all = items();
    const next = { ArrowDown: 1, ArrowUp: -1, Home: -Infinity, End: Infinity }[event.key];
    if (next !== undefined) {
      const at = all.indexOf(document.activeElement as HTMLElement) + next;
      const index = Number.isFinite(at) ? (at + all.length) % all.length : next > 0 ? all.length - 1 : 0;
      all[index]?.focus();
    }
    if (next !== undefined || event.key === "Escape") event.preventDefault();
  };
  return (
    <div class="menu" ref={root} onKeyDown={onKeyDown}>
      <button
        ref={button}
        class="icon"
        title={label}
        aria-label={label}
        aria-haspopup="menu"
        aria-expanded={isOpen}
        onClick={() => setOpen(!isOpen)}
      >
        <Icon name={icon} />
      </button>
      {isOpen && (
        <div role="menu" aria-label={label}>
          {entries.map((entry, index) =>
            entry === null ? (
              <div key={index} role="separator" />
            ) : (
              <button
                key={entry.value}
                role="menuitem"
                tabIndex={-1}
                aria-disabled={!entry.enabled}
                onClick={() => {
                  if (!entry.enabled) return;
                  close();
                  onChoose(entry.value);
                }}
              >
                {entry.text}
              </button>
            ),
          )}
        </div>
      )}
    </div>
  );
}
