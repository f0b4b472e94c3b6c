import { memo } from "preact/compat";
import { useMemo } from "preact/hooks";
import { t } from "../../src/base/l10n.ts";
import { highlight } from "./highlight.ts";

interface Props {
  code: string;
  /** A name that highlight.js knows; code of any other one is shown without colours. */
  language: string;
}

/** Code with colours. */
export const Code = memo(function Code({ code, language }: Props) {
  const html = useMemo(() => highlight(code, language), [code, language]);
  const common = { class: "code", tabIndex: 0, role: "group", "aria-label": t("Code") } as const;
  if (html === null) return <pre {...common}>{code}</pre>;
  return <pre {...common} dangerouslySetInnerHTML={{ __html: html }} />;
});
