import type { FileRef } from "../../domain/file.ts";
import { filesPlaybook, TABLES } from "./files.ts";
import type { Playbook, Question } from "./playbook.ts";
import { asksForPart, TABLE_PARTS, tableFollowUp } from "./table/followUp.ts";
import { literal, MODEL_HINT } from "./words.ts";

const PLEASANTRY =
  /^\W*(?:(?:many )?thanks?(?: you)?|thx|ty|ok(?:ay)?|great|cool|nice|perfect|good|wow|awesome|bye|hi|hello|hey|yes|no|sure|got it|고마워요?|감사합니다|감사해요|좋아요?|네|안녕\p{L}*)(?!\p{L})/iu;
const AGAIN =
  /\b(?:again|once more|analy[sz]e|analysis|overview|summari[sz]e|summary|everything|run it|re-?run|look (?:at|through|into)|sheet)\b|시트|분석|다시|요약|실행/i;

/** A question that comes later than the files it may be about: the part it asks for, or everything if it says so. */
export function followUp(question: Question): Playbook {
  const { text, files } = question;
  const table = tableIn(question);
  const asksPart = table !== null && asksForPart(question);
  const isShort = text.trim().length < 40;
  if (isShort && !asksPart && PLEASANTRY.test(text) && !AGAIN.test(text)) {
    return say(`You're welcome. ${whatNext(files, table)}`);
  }
  const isAboutWhole = AGAIN.test(text) || files.some(({ name }) => text.includes(name));
  if (table !== null && asksPart) return tableFollowUp(table, text);
  if (isAboutWhole) return filesPlaybook(question);
  return say(`That is beyond what I can do without a model. ${whatNext(files, table)} ${MODEL_HINT}`);
}

/** The table that the question is about: the one it names, else what several were put together to, else the first. */
function tableIn({ text, files, made }: Question): FileRef | null {
  const tables = [...files, ...made].filter(({ name, bytes }) => TABLES.test(name) && bytes > 0);
  const isNamed = ({ name }: FileRef): boolean =>
    text.includes(name) || text.includes(name.replace(/^.*\//, ""));
  const together = made.findLast(({ name }) => /-(?:joined|together)\.csv$/.test(name));
  return tables.find(isNamed) ?? together ?? tables[0] ?? null;
}

function whatNext(files: readonly FileRef[], table: FileRef | null): string {
  if (table !== null) return `About **${literal(table.name)}** you can ask more: ${TABLE_PARTS}.`;
  const names = files.slice(0, 3).map(({ name }) => `**${literal(name)}**`);
  const these = names.join(", ") + (files.length > 3 ? " …" : "");
  return `To look at ${these} again, say “again”; or give me another file.`;
}

function* say(answer: string): Playbook {
  return answer;
}
