import { useMemo } from "preact/hooks";
import { t } from "../../src/base/l10n.ts";
import type { Output } from "../../src/domain/output.ts";
import { TABLE_MIME } from "../../src/domain/tableMime.ts";
import { request } from "./host.ts";
import { JsonView, jsonText } from "./jsonView.tsx";
import { Markdown } from "./markdown.tsx";
import { PlainText } from "./plainText.tsx";
import { shownHtml } from "./safeHtml.ts";
import { asTable } from "./tableData.ts";
import { TableView } from "./tableView.tsx";

type Bundle = Extract<Output, { kind: "display" }>["data"];

/** The richest of the representations that can be shown safely. */
export function Display({ data }: { data: Bundle }) {
  const text = (mime: string): string | null => {
    const value = data[mime];
    return typeof value === "string" ? value : null;
  };
  const html = text("text/html");
  const safe = useMemo(() => (html === null ? null : shownHtml(html)), [html]);
  const table = asTable(data[TABLE_MIME]);
  if (table !== null) return <TableView table={table} />;
  const markdown = text("text/markdown");
  if (markdown !== null) return <Markdown text={markdown} />;
  if (safe !== null) {
    return (
      <div
        class="html"
        tabIndex={0}
        role="group"
        aria-label={t("HTML")}
        dangerouslySetInnerHTML={{ __html: safe }}
      />
    );
  }
  if (data["application/json"] !== undefined) return <JsonView value={data["application/json"]} />;
  const plain = text("text/plain") ?? text("text/latex");
  if (plain !== null) return <PlainText text={plain} />;
  return <Unknown data={data} />;
}

function Unknown({ data }: { data: Bundle }) {
  const open = (): void => void request("openText", { text: jsonText(data), language: "plaintext" });
  return (
    <p class="note unshown">
      {t("This output has no form that can be shown here.")}{" "}
      <button class="link" onClick={open}>
        {t("Open as text")}
      </button>
    </p>
  );
}
