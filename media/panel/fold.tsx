import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import { Icon } from "./icon.tsx";

interface Props {
  label: ComponentChildren;
  /** Whether it is open as long as the person has not chosen. */
  isOpen: boolean;
  /** Made only once it is open. */
  children: () => ComponentChildren;
}

/** Something that is folded away under a line. */
export function Fold({ label, isOpen, children }: Props) {
  const [chosen, choose] = useState<boolean | null>(null);
  const open = chosen ?? isOpen;
  return (
    <>
      <button class="fold" aria-expanded={open} onClick={() => choose(!open)}>
        <Icon name={open ? "chevron-down" : "chevron-right"} />
        <span>{label}</span>
      </button>
      {open && children()}
    </>
  );
}
