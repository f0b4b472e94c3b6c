import { createHash, randomBytes } from "node:crypto";

const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

// As recorded from the hosted service: prefix, and how many letters follow.
const SHAPES = {
  assistant: ["asst_", 24],
  thread: ["thread_", 24],
  message: ["msg_", 24],
  run: ["run_", 24],
  step: ["step_", 24],
  call: ["call_", 24],
  file: ["file-", 22],
} as const;

export type IdKind = keyof typeof SHAPES;

/** A new random id, e.g. `thread_` + 24 letters and digits. */
export function newId(kind: IdKind): string {
  const [prefix, length] = SHAPES[kind];
  return prefix + randomLetters(length);
}

function randomLetters(length: number): string {
  let letters = "";
  while (letters.length < length) {
    for (const byte of randomBytes(length)) {
      // 248 = 4 × 62: larger bytes would favour the first letters.
      if (byte < 248 && letters.length < length) letters += LETTERS[byte % 62];
    }
  }
  return letters;
}

/** 32 random letters and digits that nobody can guess. */
export function randomToken(): string {
  return randomLetters(32);
}

// The newer parts of the API have ids of hexadecimal digits.
const HEX_SHAPES = {
  response: ["resp_", 48],
  container: ["cntr_", 48],
  containerFile: ["cfile_", 32],
  conversation: ["conv_", 48],
  entry: ["entry_", 48],
  item: ["msg_", 48],
  codeCall: ["ci_", 48],
  functionCall: ["fc_", 48],
  functionOutput: ["fco_", 48],
} as const;

export type HexIdKind = keyof typeof HEX_SHAPES;

/** A new random id, e.g. `resp_` + 48 hexadecimal digits. */
export function newHexId(kind: HexIdKind): string {
  const [prefix, digits] = HEX_SHAPES[kind];
  return prefix + randomBytes(digits / 2).toString("hex");
}

/** The id that belongs to `seed`: the same whenever and wherever it is asked for. */
export function derivedHexId(kind: HexIdKind, seed: string): string {
  const [prefix, digits] = HEX_SHAPES[kind];
  return prefix + createHash("sha256").update(seed).digest("hex").slice(0, digits);
}
