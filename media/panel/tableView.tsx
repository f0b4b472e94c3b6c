import { memo } from "preact/compat";
import { useMemo, useState } from "preact/hooks";
import { t } from "../../src/base/l10n.ts";
import type { Table } from "../../src/domain/output.ts";
import { Icon } from "./icon.tsx";
import { columnFormat, type Format } from "./numberFormat.ts";
import { isNumeric, nextOrder, type Order, sortRows } from "./tableData.ts";
import { TableTools } from "./tableTools.tsx";

const FIRST_ROWS = 10;
const MAX_COLUMNS = 40;

/** A frame as a table with types under its column names, which sort it. */
export const TableView = memo(function TableView({ table }: { table: Table }) {
  const [order, setOrder] = useState<Order | null>(null);
  const [isWhole, showWhole] = useState(false);
  const { fields, data, rowCount } = table;
  const shownFields = fields.slice(0, MAX_COLUMNS);
  const formats = useMemo(() => shownFields.map((_, column) => columnFormat(table, column)), [table]);
  const sorted = useMemo(() => sortRows(data, order), [data, order]);
  const rows = isWhole ? sorted : sorted.slice(0, FIRST_ROWS);
  return (
    <>
      <div
        class="table"
        tabIndex={0}
        role="group"
        aria-label={t("Table of {0} rows and {1} columns", rowCount, fields.length)}
      >
        <table>
          <thead>
            <tr>
              {shownFields.map((field, column) => (
                <ColumnHead
                  key={column}
                  field={field}
                  direction={order?.column === column ? order.direction : "none"}
                  onPress={() => setOrder(nextOrder(order, column))}
                />
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row, index) => (
              <tr key={index}>
                {shownFields.map(({ dtype }, column) =>
                  valueCell(column, row[column], dtype, formats[column]!),
                )}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <TableTools
        table={table}
        shown={{ rows: rows.length, columns: shownFields.length }}
        onShowMore={rows.length < data.length ? () => showWhole(true) : null}
      />
    </>
  );
});

interface HeadProps {
  field: Table["fields"][number];
  direction: Order["direction"] | "none";
  onPress: () => void;
}

function ColumnHead({ field: { name, dtype }, direction, onPress }: HeadProps) {
  return (
    <th scope="col" class={isNumeric(dtype) ? "number" : ""} aria-sort={direction}>
      <button title={t("Sort by {0}", name || dtype)} onClick={onPress}>
        {/* The index of a frame has a column and often no name. */}
        {name || <i>{t("index")}</i>}
        {direction !== "none" && <Icon name={direction === "ascending" ? "arrow-up" : "arrow-down"} />}
      </button>
      <small>{dtype}</small>
    </th>
  );
}

type Value = Table["data"][number][number] | undefined;

// Not a component of its own: a table has many.
function valueCell(column: number, value: Value, dtype: string, format: Format) {
  const exact = String(value ?? t("No value"));
  const text = format(value);
  return (
    <td key={column} class={isNumeric(dtype) ? "number" : ""} title={text === exact ? undefined : exact}>
      {text}
    </td>
  );
}
