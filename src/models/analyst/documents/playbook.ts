import type { FileRef } from "../../../domain/file.ts";
import { notWhatItSays } from "../bytes/identify.ts";
import { type CellResult, type Playbook, quoted, type Steps } from "../playbook.ts";
import { type Facts, factsOf, failureOf } from "../results.ts";
import { count, literal, stemOf } from "../words.ts";
import { docxCode, pptxCode } from "./office.ts";
import { pdfCode, pdfTablesCode } from "./pdf.ts";

type Kind = "PDF document" | "Word document" | "PowerPoint document";

const READ: Record<Kind, (file: FileRef, copy: string) => string> = {
  "PDF document": pdfCode,
  "Word document": docxCode,
  "PowerPoint document": pptxCode,
};

/** A document: its pages or slides, outline, words and tables, and its text as a file. */
export function* documentPlaybook(file: FileRef, kind: Kind): Playbook {
  const copy = `${stemOf(file)}-text.txt`;
  const read = yield {
    say: `I'll read ${literal(file.name)}.`,
    code: READ[kind](file, quoted(`/mnt/data/${copy}`)),
  };
  const failure = failureOf(read);
  if (failure !== null) return yield* failed(file, kind, failure);
  const facts = new Map(factsOf(read));
  if (kind === "PDF document" && facts.get("words") !== "0") {
    const tables = yield* tablesOf(file);
    for (const [key, value] of tables) facts.set(key, value);
  }
  return answerOf(file, kind, facts, copy);
}

function* failed(file: FileRef, kind: Kind, failure: string): Steps<string> {
  const name = `**${literal(file.name)}**`;
  if (failure.includes("protected by a password") || failure.startsWith("DependencyError")) {
    return `${name} is encrypted, so I cannot read it. Save it without a password and ask again.`;
  }
  return yield* notWhatItSays(file, kind, failure);
}

function* tablesOf(file: FileRef): Steps<Facts> {
  const result: CellResult = yield { say: "Next: what is set in columns.", code: pdfTablesCode(file) };
  return factsOf(result);
}

function answerOf(file: FileRef, kind: Kind, facts: Facts, copy: string): string {
  const [title, author] = [facts.get("title"), facts.get("author")];
  const called = title === undefined ? "" : `, “${literal(title)}”`;
  const by = author === undefined ? "" : ` by ${literal(author)}`;
  const parts = [
    `**${literal(file.name)}**${called}${by}, is a ${kind} with ${sizeOf(facts)}:`.replace(
      /\*\*, is/,
      "** is",
    ),
    pointsOf(kind, facts)
      .map((point) => `- ${point}`)
      .join("\n"),
    facts.has("copy")
      ? `Its text is in [${literal(copy)}](sandbox:/mnt/data/${copy}).`
      : "It holds no text that can be copied: what looks like text may be pictures of it, which I cannot read.",
  ];
  return parts.filter((part) => part !== "").join("\n\n");
}

function sizeOf(facts: Facts): string {
  const parts = ["page", "slide", "paragraph"].flatMap((noun) => {
    const number = facts.get(`${noun}s`);
    return number === undefined ? [] : [count(number, noun)];
  });
  return [...parts, count(facts.get("words"), "word")].join(" and ");
}

function pointsOf(kind: Kind, facts: Facts): string[] {
  const [outline, terms, largest] = [facts.get("outline"), facts.get("terms"), facts.get("largest table")];
  const tables = facts.get("tables");
  const isPdf = kind === "PDF document";
  const found = isPdf ? "blocks of lines that look like tables" : "tables";
  const read = facts.get("pages read");
  return [
    ...(read === undefined ? [] : [`only its first ${read} pages were read`]),
    outline === undefined ? "it has no outline" : `outline: ${literal(outline)}`,
    ...(tables === undefined || tables === "0"
      ? []
      : [`${found}: ${tables}${largest === undefined ? "" : ` (the largest: ${largest})`}`]),
    ...["pictures", "slides with notes"].flatMap((key) => {
      const number = facts.get(key);
      return number === undefined || number === "0" ? [] : [`${key}: ${number}`];
    }),
    ...(terms === undefined ? [] : [`most frequent words: ${literal(terms)}`]),
  ];
}
