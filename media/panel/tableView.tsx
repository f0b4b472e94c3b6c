import type { Table } from "../../src/domain/output.ts";
import { request } from "./host.ts";

/** The value as a table, or null: it comes from a sandbox and may be anything. */
export function asTable(value: unknown): Table | null {
  if (typeof value !== "object" || value === null) return null;
  const { fields, data, rowCount } = value as Partial<Table>;
  const isTable =
    Array.isArray(fields) &&
    fields.every((field) => typeof field?.name === "string" && typeof field.dtype === "string") &&
    Array.isArray(data) &&
    data.every((row) => Array.isArray(row)) &&
    typeof rowCount === "number";
  return isTable ? (value as Table) : null;
}

const isNumeric = (dtype: string): boolean => /^(u?int|float)/i.test(dtype);

/** A frame as a table with types under its column names. */
export function TableView({ table: { fields, data, rowCount } }: { table: Table }) {
  const lines = [
    fields.map(({ name }) => name),
    ...data.map((row) => row.map((value) => String(value ?? ""))),
  ];
  const tsv = lines.map((row) => row.join("\t")).join("\n");
  return (
    <>
      <div class="table" tabIndex={0} role="region" aria-label={`Table of ${rowCount} rows`}>
        <table>
          <thead>
            <tr>
              {fields.map(({ name, dtype }, column) => (
                <th key={column} scope="col" class={isNumeric(dtype) ? "number" : ""}>
                  {name || "\u00a0"}
                  <small>{dtype}</small>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {data.map((row, index) => (
              <tr key={index}>
                {row.map((value, column) => (
                  <td key={column} class={isNumeric(fields[column]?.dtype ?? "") ? "number" : ""}>
                    {valueText(value)}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <div class="tools">
        <span>
          {rowCount > data.length
            ? `${data.length} of ${rowCount.toLocaleString()} rows`
            : `${rowCount} rows`}
        </span>
        <button class="link" aria-label="Copy table" onClick={() => void request("copy", { text: tsv })}>
          Copy
        </button>
      </div>
    </>
  );
}

function valueText(value: Table["data"][number][number] | undefined): string {
  if (value === null || value === undefined) return "–";
  return typeof value === "number" && !Number.isInteger(value)
    ? String(Number(value.toPrecision(8)))
    : String(value);
}
