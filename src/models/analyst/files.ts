import type { FileRef } from "../../domain/file.ts";
import { archivePlaybook } from "./archive/playbook.ts";
import { unknownPlaybook } from "./bytes/playbook.ts";
import { imagePlaybook } from "./documents/image.ts";
import { documentPlaybook } from "./documents/playbook.ts";
import type { Playbook, Question } from "./playbook.ts";
import { severalTables } from "./several/playbook.ts";
import { sourcePlaybook } from "./source/playbook.ts";
import { pythonPlaybook } from "./source/python.ts";
import { tablePlaybook } from "./table/playbook.ts";
import { textPlaybook } from "./text/playbook.ts";
import { literal } from "./words.ts";

interface Kind {
  readonly names: RegExp;
  /** What the bytes are called where the name says nothing. */
  readonly bytes: RegExp;
  readonly playbook: (file: FileRef, question: Question) => Playbook;
}

const NEVER = /(?!)/;
export const TABLES = /\.(csv|tsv|tab|xlsx|xlsm|json|jsonl|ndjson)$/i;

// In the order in which one of several files is chosen.
const KINDS: readonly Kind[] = [
  { names: TABLES, bytes: /^Excel workbook$/, playbook: (file, { text }) => tablePlaybook(file, text) },
  {
    names: /\.pdf$/i,
    bytes: /^PDF document$/,
    playbook: (file) => documentPlaybook(file, "PDF document"),
  },
  {
    names: /\.docx$/i,
    bytes: /^Word document$/,
    playbook: (file) => documentPlaybook(file, "Word document"),
  },
  {
    names: /\.pptx$/i,
    bytes: /^PowerPoint document$/,
    playbook: (file) => documentPlaybook(file, "PowerPoint document"),
  },
  { names: /\.pyw?$/i, bytes: NEVER, playbook: (file) => pythonPlaybook(file) },
  {
    names: /\.(txt|text|md|markdown|log|html?|xhtml|xml|svg|rss|atom|gpx|kml|tex|rst|ya?ml|toml|ini|cfg)$/i,
    bytes: /^text$/,
    playbook: (file) => textPlaybook(file),
  },
  {
    names:
      /\.(c|h|cpp|cc|hpp|cxx|java|cs|go|rs|kt|swift|rb|php|css|scss|less|sh|bash|[cm]?js|jsx|[cm]?ts|tsx)$/i,
    bytes: NEVER,
    playbook: (file) => sourcePlaybook(file),
  },
  {
    names: /\.(png|jpe?g|gif|webp|bmp|tiff?|ico)$/i,
    bytes: /^(PNG|JPEG|GIF|BMP|TIFF|WebP) picture$/,
    playbook: (file) => imagePlaybook(file),
  },
  {
    names: /\.(zip|tar|tgz|gz|tbz2?|txz)$|\.tar\.(bz2|xz)$/i,
    bytes: /^(ZIP|tar|gzip) archive$/,
    playbook: (file, question) =>
      archivePlaybook(file, (files) => filesPlaybook({ ...question, files, filesAreNew: true })),
  },
];

/** What to do about the files of a question. */
export function filesPlaybook(question: Question): Playbook {
  const { text, files } = question;
  const named = files.filter(({ name }) => text.includes(name) || text.includes(name.replace(/^.*\//, "")));
  const candidates = (named.length > 0 ? named : files).filter(({ bytes }) => bytes > 0);
  const tables = candidates.filter(({ name }) => TABLES.test(name));
  if (tables.length > 1) {
    const others = files.filter((file) => !tables.includes(file));
    return withOthers(severalTables(tables, text), others);
  }
  const file = firstOf(candidates) ?? named[0] ?? files[0];
  if (file === undefined) return say("There is no file to look at.");
  return withOthers(
    forFile(file, question),
    files.filter((other) => other !== file),
  );
}

function firstOf(files: readonly FileRef[]): FileRef | undefined {
  for (const { names } of KINDS) {
    const found = files.find(({ name }) => names.test(name));
    if (found !== undefined) return found;
  }
  return files[0];
}

function forFile(file: FileRef, question: Question): Playbook {
  if (file.bytes === 0) {
    return say(
      `**${literal(file.name)}** is empty (0 bytes), so there is nothing to analyse. Was it saved? Save it and ask again.`,
    );
  }
  const kind = KINDS.find(({ names }) => names.test(file.name));
  if (kind !== undefined) return kind.playbook(file, question);
  return unknownPlaybook(file, (bytes) => {
    return KINDS.find((one) => one.bytes.test(bytes))?.playbook(file, question) ?? null;
  });
}

function* withOthers(playbook: Playbook, others: readonly FileRef[]): Playbook {
  const answer = yield* playbook;
  if (others.length === 0) return answer;
  const names = others.slice(0, 10).map(({ name }) => `**${literal(name)}**`);
  const more = others.length > 10 ? " and the others" : "";
  return `${answer}\n\nI look at one file at a time; ask about ${names.join(", ")}${more} separately, or choose a model.`;
}

function* say(answer: string): Playbook {
  return answer;
}
