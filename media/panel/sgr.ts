/** 0–15: one of the theme's terminal colours; a string: a CSS colour. */
export type TerminalColor = number | string;

/** How a piece of printed text looks. */
export interface Look {
  readonly color: TerminalColor | null;
  readonly background: TerminalColor | null;
  readonly traits: readonly Trait[];
}
type Trait = "bold" | "dim" | "italic" | "underline" | "inverse" | "concealed" | "struck";

const TRAITS: Readonly<Record<number, Trait>> = {
  1: "bold",
  2: "dim",
  3: "italic",
  4: "underline",
  7: "inverse",
  8: "concealed",
  9: "struck",
};

/** What the codes end; 21 ends bold in some terminals and means a double underline in others. */
const ENDS: Readonly<Record<number, readonly Trait[]>> = {
  21: ["bold"],
  22: ["bold", "dim"],
  23: ["italic"],
  24: ["underline"],
  27: ["inverse"],
  28: ["concealed"],
  29: ["struck"],
};

/** The look after a "select graphic rendition" sequence with these parameters, e.g. "1;38;5;208"; null: plain. */
export function lookAfter(look: Look | null, parameters: string): Look | null {
  const next = { ...(look ?? PLAIN) };
  const codes = parameters.split(/[;:]/).slice(0, MAX_CODES).map(Number);
  for (let place = 0; place < codes.length; place++) {
    const code = codes[place]!;
    // 58, the colour of an underline, is skipped with what belongs to it.
    if (code === 38 || code === 48 || code === 58) {
      const { color, length } = extendedColor(codes.slice(place + 1));
      if (color !== null && code !== 58) next[code === 38 ? "color" : "background"] = color;
      place += length;
    } else {
      Object.assign(next, changeBy(code, next));
    }
  }
  const isPlain = next.color === null && next.background === null && next.traits.length === 0;
  return isPlain ? null : next;
}

const PLAIN: Look = { color: null, background: null, traits: [] };
const MAX_CODES = 64;

function changeBy(code: number, { traits }: Look): Partial<Look> {
  if (code === 0) return PLAIN;
  const trait = TRAITS[code];
  if (trait !== undefined) return { traits: [...new Set([...traits, trait])] };
  const ended = ENDS[code];
  if (ended !== undefined) return { traits: traits.filter((one) => !ended.includes(one)) };
  if (code >= 30 && code <= 37) return { color: code - 30 };
  if (code >= 90 && code <= 97) return { color: code - 82 };
  if (code === 39) return { color: null };
  if (code >= 40 && code <= 47) return { background: code - 40 };
  if (code >= 100 && code <= 107) return { background: code - 92 };
  if (code === 49) return { background: null };
  return {};
}

/** The colour that follows a 38 or 48, and how many codes it takes. */
function extendedColor([mode, ...rest]: readonly number[]): { color: TerminalColor | null; length: number } {
  if (mode === 5) return { color: paletteColor(rest[0]), length: 2 };
  if (mode === 2) return { color: rgb(rest.slice(0, 3)), length: 4 };
  return { color: null, length: 1 };
}

const LEVELS = [0, 95, 135, 175, 215, 255];

/** One of xterm's 256: 16 of the theme, a cube of 6 × 6 × 6, 24 greys. */
function paletteColor(index: number | undefined): TerminalColor | null {
  if (index === undefined || !(index >= 0 && index <= 255)) return null;
  if (index < 16) return index;
  if (index >= 232) return rgb(Array<number>(3).fill(8 + (index - 232) * 10));
  const place = index - 16;
  return rgb([Math.floor(place / 36), Math.floor(place / 6) % 6, place % 6].map((level) => LEVELS[level]!));
}

function rgb(parts: readonly number[]): string | null {
  const isColor = parts.length === 3 && parts.every((part) => part >= 0 && part <= 255);
  return isColor ? `rgb(${parts.join(" ")})` : null;
}
