import { t } from "../../src/base/l10n.ts";
import { Code } from "./code.tsx";
import { Fold } from "./fold.tsx";
import { numberText } from "./format.ts";
import { request } from "./host.ts";

const SHORT_LINES = 16;
const SHOWN_CHARACTERS = 20_000;

/** A value as JSON with indents; what JSON cannot hold, or is too deep for it, as plain text. */
export function jsonText(value: unknown): string {
  try {
    return JSON.stringify(value, null, 2) ?? String(value);
  } catch {
    return String(value);
  }
}

/** JSON, folded when it is long. */
export function JsonView({ value }: { value: unknown }) {
  const text = jsonText(value);
  const lines = text.split("\n").length;
  const isShort = lines <= SHORT_LINES && text.length <= SHOWN_CHARACTERS;
  if (isShort) return <Code code={text} language="json" />;
  return (
    <Fold label={t("JSON, {0} lines", numberText(lines))} isOpen={false}>
      {() => <Long text={text} />}
    </Fold>
  );
}

function Long({ text }: { text: string }) {
  return (
    <>
      <Code code={text.slice(0, SHOWN_CHARACTERS)} language="json" />
      {text.length > SHOWN_CHARACTERS && (
        <button class="link more" onClick={() => void request("openText", { text, language: "plaintext" })}>
          {t("Open all")}
        </button>
      )}
    </>
  );
}
