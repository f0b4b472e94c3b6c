import type { FileRef } from "../../../domain/file.ts";
import type { Playbook } from "../playbook.ts";
import { count, literal } from "../words.ts";
import { identify } from "./identify.ts";

/** The playbook for a kind that the bytes told ("PNG picture", "text"); null if there is none. */
export type Route = (kind: string) => Playbook | null;

/** A file of which the name says nothing: its bytes decide. */
export function* unknownPlaybook(file: FileRef, route: Route): Playbook {
  const name = literal(file.name);
  const found = yield* identify(
    file,
    `The name of ${name} does not tell what it is; I'll look at its bytes.`,
  );
  if (typeof found === "string") return found;
  const { kind, isText, facts } = found;
  const fitting = route(kind ?? (isText ? "text" : ""));
  if (fitting !== null) {
    const answer = yield* fitting;
    return `By its bytes **${name}** is ${kind === null ? "text" : `a ${kind}`}.\n\n${answer}`;
  }
  const size = count(facts.get("size"), "byte");
  if (kind !== null) {
    return `**${name}** is a ${kind} by its first bytes (${size}). I have no way to look into that kind; with a model, Python may.`;
  }
  return `**${name}** is a binary file of a kind I do not know: ${size}, ${facts.get("printable")} of them printable, ${facts.get("entropy")} bits of information a byte, and ${count(facts.get("readable texts"), "readable text")} of six or more letters in its first megabyte. Its beginning is in the table above.`;
}
