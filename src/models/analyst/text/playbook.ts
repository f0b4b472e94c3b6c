import type { FileRef } from "../../../domain/file.ts";
import { ENCODING_OF } from "../bytes/encoding.ts";
import { type CellResult, oneLine, pathOf, type Playbook, type Steps } from "../playbook.ts";
import { type Facts, factsOf, failureOf } from "../results.ts";
import { count, literal } from "../words.ts";
import type { TextForm } from "./form.ts";
import { formOf } from "./forms.ts";
import { SHOW_TERMS, TERMS_OF } from "./terms.ts";

/** Beyond this only the beginning of a text is read. */
const LARGEST = 20_000_000;

/** A text file: its size, the words that stand out, and what it is made of if its form tells. */
export function* textPlaybook(file: FileRef): Playbook {
  const form = formOf(file.name);
  const measured = yield* readText(file, form, (start) => `${start}${COUNT}`);
  const name = literal(file.name);
  const failure = failureOf(measured);
  if (failure !== null) return `**${name}** could not be read as text: \`${failure}\``;
  const facts = factsOf(measured);
  if (facts.get("words") === "0" && form === null) return `${sizeOf(name, facts)}.`;
  const parts = [`${sizeOf(name, facts)}.`];
  if (form !== null) {
    const structure = factsOf(yield { code: form.structure(oneLine(file.name)) });
    parts.push(...pointsOf(structure));
  }
  const terms = facts.get("terms");
  if (terms !== undefined) parts.push(`The most frequent words are ${literal(terms)}.`);
  parts.push("What it means I cannot tell; for that, choose a model.");
  return parts.join("\n\n");
}

/** Reads a file into `source`, first as UTF-8, else in the encoding that its bytes speak for; \`code\` goes on from there. */
export function* readText(
  file: FileRef,
  form: TextForm | null,
  code: (start: string) => string,
): Steps<CellResult> {
  const prepare = form?.prepare ?? "";
  const say = `I'll look through ${literal(file.name)}.`;
  const result = yield { say, code: code(`${plainly(file)}${prepare}`) };
  if (failureOf(result)?.startsWith("UnicodeDecodeError") !== true) return result;
  return yield { say: "It is not in UTF-8.", code: code(`${byEncoding(file)}${prepare}`) };
}

/** Points of what was counted in a text, those that are not 0, and its outline. */
function pointsOf(facts: Facts): string[] {
  const points = [...facts]
    .filter(([key, value]) => value !== "0" && key !== "outline")
    .map(([key, value]) => `${key}: ${literal(value)}`);
  const outline = facts.get("outline");
  if (outline !== undefined) points.push(`begins with: ${literal(outline)}`);
  return points.length > 0 ? [points.map((point) => `- ${point}`).join("\n")] : [];
}

function sizeOf(name: string, facts: Facts): string {
  const [lines, words, characters] = ["line", "word", "character"].map((noun) =>
    count(facts.get(`${noun}s`), noun),
  );
  const encoding = facts.get("encoding");
  const first = facts.has("cut") ? " in what I read of it, its beginning" : "";
  const how = encoding === undefined ? "" : ` (read as ${encoding})`;
  return `**${name}** has ${lines}, ${words} and ${characters}${how}${first}`;
}

function plainly(file: FileRef): string {
  return `# Look through ${oneLine(file.name)}
with open(${pathOf(file)}, encoding="utf-8-sig") as file:
    source = text = file.read(${LARGEST})
    if file.read(1):
        print("cut: yes")
`;
}

function byEncoding(file: FileRef): string {
  return `# Look through ${oneLine(file.name)} again: find its encoding
${ENCODING_OF}

with open(${pathOf(file)}, "rb") as file:
    raw = file.read(${LARGEST})
    if file.read(1):
        print("cut: yes")
encoding = encoding_of(raw[:1_000_000])
print(f"encoding: {encoding}")
source = text = raw.decode(encoding, "replace")
`;
}

const COUNT = `
${TERMS_OF}

print(f"lines: {len(source.splitlines())}")
print(f"words: {len(text.split())}")
print(f"characters: {len(source)}")
${SHOW_TERMS}`;
