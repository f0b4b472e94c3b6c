import { memo } from "preact/compat";
import { useMemo } from "preact/hooks";
import { request } from "./host.ts";
import { plainText } from "./outputGroups.ts";
import { StreamText } from "./streamText.tsx";
import { Terminal } from "./terminal.ts";

/** A text that is whole, shown as if it had been printed. */
export const PlainText = memo(function PlainText({ text }: { text: string }) {
  const view = useMemo(() => {
    const terminal = new Terminal();
    terminal.append(text, false);
    return terminal.view();
  }, [text]);
  const openAll = (): void =>
    void request("openText", { text: plainText([{ text }]), language: "plaintext" });
  return <StreamText view={view} onOpenAll={openAll} />;
});
