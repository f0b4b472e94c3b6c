import { createHash } from "node:crypto";
import { resultText } from "../../domain/resultText.ts";
import type { Turn } from "../model.ts";

export interface SentMessage {
  readonly role: "user" | "assistant";
  readonly content: string;
}

// The API takes 256,000.
const MAX_CHARS = 200_000;

/**
 * Turns as messages that any server takes: what the assistant did (code and its output) is told in words, in one message
 * with what it said.
 */
export function messagesOf(turns: readonly Turn[]): SentMessage[] {
  const messages: { role: SentMessage["role"]; parts: string[] }[] = [];
  for (const turn of turns) {
    const role = turn.role === "user" ? "user" : "assistant";
    const last = messages.at(-1);
    if (role === "assistant" && last?.role === role) last.parts.push(...partsOf(turn));
    else messages.push({ role, parts: partsOf(turn) });
  }
  return messages.flatMap(({ role, parts }) =>
    pieces(parts.filter((part) => part !== "").join("\n\n")).map((content) => ({ role, content })),
  );
}

function partsOf(turn: Turn): string[] {
  switch (turn.role) {
    case "user":
      return [turn.text];
    case "cell":
      return [`Output:\n\n${fenced(resultText(turn.outputs))}`];
    case "assistant": {
      const cells = turn.cells.map(({ code }) => `I ran:\n\n${fenced(code, "python")}`);
      const calls = (turn.calls ?? []).map(
        ({ name, arguments: given, output }) => `I called ${name}(${given}), which gave: ${output}`,
      );
      return [turn.text, ...cells, ...calls];
    }
  }
}

function fenced(text: string, language = ""): string {
  const longest = Math.max(2, ...Array.from(text.matchAll(/`+/g), ([ticks]) => ticks.length));
  const fence = "`".repeat(longest + 1);
  return `${fence}${language}\n${text.trimEnd()}\n${fence}`;
}

/** Servers refuse empty messages, and long ones. */
function pieces(text: string): string[] {
  if (text.trim() === "") return ["(no words)"];
  const count = Math.ceil(text.length / MAX_CHARS);
  return Array.from({ length: count }, (_, index) => text.slice(index * MAX_CHARS, (index + 1) * MAX_CHARS));
}

/** Tells whether two threads begin in the same way. Files do not count: they have ids. */
export function digestOf(turns: readonly Turn[]): string {
  const hash = createHash("sha256");
  for (const turn of turns) hash.update(JSON.stringify([turn.role, ...partsOf(turn)]));
  return hash.digest("hex");
}

/**
 * The turns that the other side does not know, of which it had the first `count` when it was asked. What follows them up
 * to the next question is its own answer.
 */
export function unknownTurns(turns: readonly Turn[], count: number): readonly Turn[] {
  if (count === 0) return turns;
  const next = turns.findIndex(({ role }, index) => index >= count && role === "user");
  return next < 0 ? [] : turns.slice(next);
}
