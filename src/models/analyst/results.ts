import { type Table, tableSchema } from "../../domain/output.ts";
import { TABLE_MIME } from "../../domain/tableMime.ts";
import type { CellResult } from "./playbook.ts";

/** The `key: value` lines that a cell printed. */
export type Facts = ReadonlyMap<string, string>;

/** Everything that the cell printed. */
export function printed(result: CellResult): string {
  return written(result, "stdout");
}

export function factsOf(result: CellResult): Facts {
  const lines = printed(result).matchAll(/^([^:\n]+): (.*)$/gm);
  return new Map([...lines].map(([, key, value]) => [key ?? "", value ?? ""]));
}

/** A fact of the form "number | name", whatever the name holds; empty where it is missing. */
export function partsOf(facts: Facts, key: string): [number: string, name: string] {
  const [number = "", ...name] = (facts.get(key) ?? "").split(" | ");
  return [number, name.join(" | ")];
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

/** Why the cell did not do its work, in one line: "NameError: name 'x' is not defined"; null if it did. */
export function failureOf(result: CellResult): string | null {
  if (!result.failed) return null;
  const error = result.outputs.findLast((output) => output.kind === "error");
  // A cell that was ended from outside says so in the last line of its output.
  const text =
    error === undefined
      ? (written(result, "stderr").trim().split("\n").at(-1) ?? "")
      : [error.name, error.message].filter((part) => part !== "").join(": ");
  return text.replace(/\s+/g, " ").replaceAll("`", "'") || "It did not run to its end.";
}

function written({ outputs }: CellResult, name: "stdout" | "stderr"): string {
  return outputs
    .map((output) => (output.kind === "stream" && output.name === name ? output.text : ""))
    .join("");
}
