import type { FileRef } from "../../domain/file.ts";
import { mimeTypeOf } from "../../domain/mimeTypes.ts";
import type { Facts } from "./results.ts";

/** Files that a cell made to be looked at, by the facts that it printed of them: "bytes | name". */
export function madeFiles(facts: Facts): FileRef[] {
  return [...facts].flatMap(([key, value]) => {
    const [bytes = "", ...rest] = value.split(" | ");
    const name = rest.join(" | ");
    if (!/^(?:member \d+|table made)$/.test(key) || name === "" || name.split("/").includes("..")) return [];
    return [{ id: name, name, bytes: Number(bytes) || 0, mime: mimeTypeOf(name) }];
  });
}
