import { randomBytes } from "node:crypto";

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
