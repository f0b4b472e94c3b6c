import type { FileRef } from "../../domain/file.ts";
import { type Playbook, quoted } from "./playbook.ts";
import { errorOf, factsOf } from "./results.ts";

/** A text file: its size, and the words that stand out. */
export function* textPlaybook({ name }: FileRef): Playbook {
  const result = yield { say: `I'll look through ${name}.`, code: code(name) };
  const error = errorOf(result);
  if (error !== null) return `**${name}** could not be read as text: \`${error}\``;
  const facts = factsOf(result);
  return `**${name}** has ${facts.get("lines")} lines, ${facts.get("words")} words and ${facts.get("characters")} characters. The most frequent words are in the table above. For what it says, choose a model.`;
}

function code(name: string): string {
  return `# Look through ${name}
import collections
import re

import pandas as pd

text = open(${quoted(`/mnt/data/${name}`)}, encoding="utf-8", errors="replace").read()
words = re.findall(r"\\w{3,}", text.lower())
print("lines:", len(text.splitlines()))
print("words:", len(text.split()))
print("characters:", len(text))
pd.DataFrame(collections.Counter(words).most_common(15), columns=["word", "times"])
`;
}
