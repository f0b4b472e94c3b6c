import type { FileRef } from "../../domain/file.ts";
import { ENCODING_OF } from "./encoding.ts";
import { oneLine, pathOf, type Playbook } from "./playbook.ts";
import { factsOf, failureOf } from "./results.ts";
import { count, literal } from "./words.ts";

/** A text file: its size, and the words that stand out. */
export function* textPlaybook(file: FileRef): Playbook {
  const name = literal(file.name);
  let result = yield { say: `I'll look through ${name}.`, code: lookThrough(file) };
  if (result.failed) result = yield { say: "It is not in UTF-8.", code: lookThroughBytes(file) };
  const failure = failureOf(result);
  if (failure !== null) return `**${name}** could not be read as text: \`${failure}\``;
  const facts = factsOf(result);
  const [lines, words, characters] = ["line", "word", "character"].map((noun) =>
    count(facts.get(`${noun}s`), noun),
  );
  const size = `**${name}** has ${lines}, ${words} and ${characters}`;
  if (facts.get("words") === "0") return `${size}.`;
  return `${size}. The most frequent words are in the table above. For what it says, choose a model.`;
}

function lookThrough(file: FileRef): string {
  return `# Look through ${oneLine(file.name)}
with open(${pathOf(file)}, encoding="utf-8-sig") as file:
    text = file.read()
${COUNT}`;
}

function lookThroughBytes(file: FileRef): string {
  return `# Look through ${oneLine(file.name)} again: find its encoding
${ENCODING_OF}

with open(${pathOf(file)}, "rb") as file:
    raw = file.read()
encoding = encoding_of(raw[:1_000_000])
print(f"encoding: {encoding}")
text = raw.decode(encoding, "replace")
${COUNT}`;
}

const COUNT = `
import collections
import re

import pandas as pd

print(f"lines: {len(text.splitlines())}")
print(f"words: {len(text.split())}")
print(f"characters: {len(text)}")
words = re.findall("[가-힣]{2,}|\\\\w{3,}", text.lower())
pd.DataFrame(collections.Counter(words).most_common(15), columns=["word", "times"])
`;
