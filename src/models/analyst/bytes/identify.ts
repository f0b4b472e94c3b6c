import type { FileRef } from "../../../domain/file.ts";
import { oneLine, pathOf, type Steps } from "../playbook.ts";
import { type Facts, factsOf, failureOf } from "../results.ts";
import { literal } from "../words.ts";
import { ENCODING_OF } from "./encoding.ts";
import { KIND_OF } from "./kind.ts";

/** What the bytes of a file tell: `kind` if they are of a known one, else whether they are text. */
export interface Identity {
  readonly kind: string | null;
  readonly isText: boolean;
  readonly facts: Facts;
}

/** Looks at the bytes, whatever the name says; a text when that could not be done. */
export function* identify(file: FileRef, say: string): Steps<Identity | string> {
  const result = yield { say, code: lookCode(file) };
  if (result.failed) return `**${literal(file.name)}** could not be read: \`${failureOf(result) ?? ""}\``;
  const facts = factsOf(result);
  return { kind: facts.get("kind") ?? null, isText: facts.has("encoding"), facts };
}

/** The answer about a file that is not what its name says, or is damaged. `claimed` is e.g. "PDF document". */
export function* notWhatItSays(file: FileRef, claimed: string, failure: string): Steps<string> {
  const found = yield* identify(file, `It could not be read as a ${claimed}; I'll look at its bytes.`);
  if (typeof found === "string") return found;
  const name = `**${literal(file.name)}**`;
  if (found.kind === claimed || (found.kind?.endsWith("archive") === true && claimed.endsWith("archive"))) {
    return `${name} begins like a ${found.kind}, but could not be read: \`${failure}\``;
  }
  const begins = found.kind ?? (found.isText ? "text" : "binary file of an unknown kind");
  const article = begins === "text" ? "" : "a ";
  return `${name} is not a ${claimed}: its first bytes are those of ${article}${begins}. Give it its right extension, or choose the file you meant.`;
}

function lookCode(file: FileRef): string {
  return `# Look at the bytes of ${oneLine(file.name)}
import collections
import math
import os

import pandas as pd

${KIND_OF}

${ENCODING_OF}

with open(${pathOf(file)}, "rb") as file:
    raw = file.read(1_000_000)

print(f"size: {os.path.getsize(${pathOf(file)})}")
counts = collections.Counter(raw)
printable = sum(count for byte, count in counts.items() if 32 <= byte < 127 or byte in b"\\t\\n\\r") / max(1, len(raw))
print(f"printable: {printable:.0%}")
entropy = -sum(count / len(raw) * math.log2(count / len(raw)) for count in counts.values())
print(f"entropy: {abs(entropy):.1f}")
kind = kind_of(raw)
if kind is not None:
    print(f"kind: {kind}")
elif raw.startswith((b"\\xff\\xfe", b"\\xfe\\xff")) or not re.search(rb"[\\0-\\x08\\x0e-\\x1a\\x1c-\\x1f]", raw):
    print(f"encoding: {encoding_of(raw)}")
readable = [found.decode() for found in re.findall(rb"[ -~]{6,}", raw)]
print(f"readable texts: {len(readable)}")
pd.DataFrame({
    "at": [f"{place:04x}" for place in range(0, min(len(raw), 128), 16)],
    "bytes": [raw[place : place + 16].hex(" ") for place in range(0, min(len(raw), 128), 16)],
    "as text": [re.sub("[^ -~]", "·", raw[place : place + 16].decode("latin-1")) for place in range(0, min(len(raw), 128), 16)],
})
`;
}
