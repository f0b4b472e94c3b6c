import { t } from "../../src/base/l10n.ts";
import type { Table } from "../../src/domain/output.ts";
import { ActionButton } from "./actionButton.tsx";
import { numberText } from "./format.ts";
import { request } from "./host.ts";
import { toAligned, toCsv, toTsv } from "./tableData.ts";

interface Props {
  table: Table;
  shown: { readonly rows: number; readonly columns: number };
  /** Shows the rest of the rows; null: they are shown. */
  onShowMore: (() => void) | null;
}

/** How much of the table is shown, and what can be done with it. The page has its first 200 rows at most. */
export function TableTools({ table, shown, onShowMore }: Props) {
  const { fields, data, rowCount } = table;
  const had = numberText(data.length);
  const isPart = data.length < rowCount;
  const of = isPart ? t("the first {0} rows", had) : t("the table");
  return (
    <div class="tools">
      <span>
        {extent(shown.rows, rowCount, "rows")}
        {shown.columns < fields.length && `, ${extent(shown.columns, fields.length, "columns")}`}
      </span>
      {onShowMore !== null && (
        <button class="link" onClick={onShowMore}>
          {isPart ? t("Show first {0}", had) : t("Show all")}
        </button>
      )}
      <ActionButton
        label={isPart ? t("Open first {0}", had) : t("Open all")}
        of={t("as text in an editor")}
        tooltip={t("Opens {0} as text in an editor", of)}
        run={() => request("openText", { text: toAligned(table), language: "plaintext" })}
      />
      <ActionButton
        label={t("Copy")}
        of={of}
        tooltip={t("Copies {0}, for a spreadsheet", of)}
        done={t("Copied.")}
        run={() => request("copy", { text: toTsv(table) })}
      />
      <ActionButton
        label={t("CSV")}
        of={of}
        tooltip={t("Opens {0} as CSV in an editor", of)}
        run={() => request("openText", { text: toCsv(table), language: "csv" })}
      />
    </div>
  );
}

function extent(shown: number, all: number, what: "rows" | "columns"): string {
  const [some, whole] = [numberText(shown), numberText(all)];
  if (what === "columns") return t("{0} of {1} columns", some, whole);
  if (shown < all) return t("{0} of {1} rows", some, whole);
  return all === 1 ? t("1 row") : t("{0} rows", whole);
}
