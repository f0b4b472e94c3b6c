import { type Table, tableSchema } from "../../domain/output.ts";
import { TABLE_MIME } from "../../domain/tableMime.ts";
import type { CellResult } from "./playbook.ts";

/** Everything that the cell printed. */
export function printed({ outputs }: CellResult): string {
  return outputs
    .map((output) => (output.kind === "stream" && output.name === "stdout" ? output.text : ""))
    .join("");
}

/** The `key: value` lines that the cell printed. */
export function factsOf(result: CellResult): ReadonlyMap<string, string> {
  const lines = printed(result).matchAll(/^([^:\n]+): (.*)$/gm);
  return new Map([...lines].map(([, key, value]) => [key ?? "", value ?? ""]));
}

/** The last table that the cell showed. */
export function tableOf({ outputs }: CellResult): Table | null {
  const tables = outputs.flatMap((output) => {
    if (output.kind !== "display") return [];
    const { data, success } = tableSchema.safeParse(output.data[TABLE_MIME]);
    return success ? [data] : [];
  });
  return tables.at(-1) ?? null;
}

/** The error that ended the cell, in one line: "NameError: name 'x' is not defined". */
export function errorOf({ outputs }: CellResult): string | null {
  const error = outputs.findLast((output) => output.kind === "error");
  return error === undefined ? null : `${error.name}: ${error.message}`;
}
