import type { Token } from "markdown-it";
import { t } from "../../src/base/l10n.ts";
import type { Output } from "../../src/domain/output.ts";
import { TABLE_MIME } from "../../src/domain/tableMime.ts";
import type { Block, CellBlock } from "../../src/domain/transcript.ts";
import { cellTitle } from "./cellTitle.ts";
import { withoutColors } from "./outputGroups.ts";
import { asTable } from "./tableData.ts";

type TokenClass = new (type: string, tag: string, nesting: Token["nesting"]) => Token;

/** Where a number comes from. */
interface Place {
  /** Id of the output's element. */
  readonly outputId: string;
  readonly title: string;
}

interface Figure {
  readonly value: number;
  readonly decimals: number;
  readonly isPercent: boolean;
}

interface Printed extends Figure {
  readonly place: Place;
}

// Not parts of dates, times, versions, names or ranges.
const NUMBER =
  /(?<![\p{L}\d_.,:/#-])(?<sign>[+\-−]?)(?<whole>\d{1,3}(?:,\d{3})+|\d+)(?:\.(?<fraction>\d+))?(?<exponent>e[+-]?\d{1,3})?(?<percent>\s?%)?(?![\p{L}\d_]|[.,:/-]\d)/giu;
// What is printed in such amounts is no source that a person would look up.
const MAX_CHARACTERS = 500_000;
const MAX_NUMBERS = 20_000;

/** Id of the element that shows an output; `group` counts what is shown as one. */
export function outputId(cellId: string, group: number): string {
  return `output-${encodeURIComponent(cellId)}-${group}`;
}

/**
 * What the cells of a turn printed, by number. A number is found only where that is beyond doubt: in one output alone,
 * as it stands or with more decimals, and not when it is as short as any count.
 */
export class NumberPlaces {
  readonly #blocks: readonly Block[];
  #printed: readonly Printed[] | null = null;

  constructor(blocks: readonly Block[]) {
    this.#blocks = blocks;
  }

  /** Numbers of the text that can be found, in order. */
  find(text: string): { readonly index: number; readonly text: string; readonly place: Place }[] {
    return Array.from(text.matchAll(NUMBER)).flatMap((match) => {
      const place = this.#placeOf(match);
      return place === null ? [] : [{ index: match.index, text: match[0], place }];
    });
  }

  #placeOf(match: RegExpMatchArray): Place | null {
    const figure = figureOf(match);
    const digits = significantDigits(match);
    const isLong = digits >= 3 && !isYear(match, figure);
    if (!isLong && figure.decimals === 0 && !figure.isPercent) return null;
    this.#printed ??= printedBy(this.#blocks);
    // Without a sign, words may say the direction: "fell by 17.5 %".
    const isSigned = match.groups?.["sign"] !== "";
    const value = (one: Printed): number => (isSigned ? one.value : Math.abs(one.value));
    const needsPercent = figure.isPercent && digits < 3 && figure.decimals === 0;
    const same = this.#printed.filter(
      (one) => value(one) === figure.value && (one.isPercent || !needsPercent),
    );
    if (same.length > 0) return onlyPlace(same);
    if (digits < 3) return null;
    const rounded = this.#printed.filter(
      (one) => one.decimals > figure.decimals && Number(value(one).toFixed(figure.decimals)) === figure.value,
    );
    return onlyPlace(rounded);
  }
}

function onlyPlace(printed: readonly Printed[]): Place | null {
  const [first] = printed;
  return printed.every(({ place }) => place === first?.place) ? (first?.place ?? null) : null;
}

/** The tokens of a paragraph with the numbers in them as links to where they come from. */
export function linkNumbers(tokens: Token[], places: NumberPlaces, TokenOf: TokenClass): Token[] {
  let links = 0;
  return tokens.flatMap((token) => {
    if (token.type === "link_open") links++;
    if (token.type === "link_close") links--;
    return token.type === "text" && links === 0 ? linked(token, places, TokenOf) : [token];
  });
}

function linked(token: Token, places: NumberPlaces, TokenOf: TokenClass): Token[] {
  const made: Token[] = [];
  let end = 0;
  const add = (text: string): void => {
    if (text === "") return;
    const part = new TokenOf("text", "", 0);
    part.content = text;
    made.push(part);
  };
  for (const { index, text, place } of places.find(token.content)) {
    add(token.content.slice(end, index));
    const open = new TokenOf("link_open", "a", 1);
    open.attrSet("href", `#${place.outputId}`);
    open.attrSet("title", place.title);
    made.push(open);
    add(text);
    made.push(new TokenOf("link_close", "a", -1));
    end = index + text.length;
  }
  if (end === 0) return [token];
  add(token.content.slice(end));
  return made;
}

function printedBy(blocks: readonly Block[]): readonly Printed[] {
  const printed: Printed[] = [];
  let characters = 0;
  for (const cell of blocks) {
    // What a failed try printed is folded away, and may be wrong.
    if (cell.kind !== "cell" || cell.state === "error") continue;
    for (const { outputs, place } of placesOf(cell)) {
      const text = outputs.map(textOf).join("");
      characters += text.length;
      // Where not all is looked at, nothing is known to be the only one.
      if (characters > MAX_CHARACTERS || printed.length > MAX_NUMBERS) return [];
      for (const match of text.matchAll(NUMBER)) printed.push({ ...figureOf(match), place });
    }
  }
  return printed;
}

/** Outputs that are shown as one, with their place. */
function placesOf({ id, code, outputs }: CellBlock): { outputs: readonly Output[]; place: Place }[] {
  const groups: Output[][] = [];
  for (const output of outputs) {
    const last = groups.at(-1);
    if (output.kind === "stream" && last?.[0]?.kind === "stream") last.push(output);
    else groups.push([output]);
  }
  const title = t("From “{0}”", cellTitle(code));
  return groups.map((group, index) => ({ outputs: group, place: { outputId: outputId(id, index), title } }));
}

/** What of an output holds numbers that a person sees. */
function textOf(output: Output): string {
  if (output.kind === "stream") return withoutColors(output.text);
  if (output.kind !== "display") return "";
  const table = asTable(output.data[TABLE_MIME]);
  if (table !== null) return table.data.flat().join(" \n");
  const text = output.data["text/markdown"] ?? output.data["text/plain"];
  return typeof text === "string" ? text : "";
}

function figureOf({ groups = {} }: RegExpMatchArray): Figure {
  const { sign = "", whole = "", fraction = "", exponent = "", percent } = groups;
  const digits = `${whole.replaceAll(",", "")}.${fraction}0${exponent}`;
  return {
    value: Number(digits) * (sign === "-" || sign === "−" ? -1 : 1),
    decimals: fraction.length,
    isPercent: percent !== undefined,
  };
}

function significantDigits({ groups = {} }: RegExpMatchArray): number {
  return `${groups["whole"]}${groups["fraction"] ?? ""}`.replace(/\D/g, "").replace(/^0+/, "").length;
}

/** "2024" is hardly ever a result, though a table may hold it once. */
function isYear({ groups = {} }: RegExpMatchArray, { value, decimals }: Figure): boolean {
  return decimals === 0 && !groups["whole"]?.includes(",") && value >= 1900 && value <= 2100;
}
