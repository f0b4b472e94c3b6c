const NAMES = ["code", "python", "input"];
const START = new RegExp(String.raw`^\s*\{\s*"(?:${NAMES.join("|")})"\s*:\s*"`);
const ESCAPES: Record<string, string> = { n: "\n", t: "\t", r: "\r", b: "\b", f: "\f" };

/** Reads the code out of a tool call's JSON arguments while they are still being written. */
export class PartialCode {
  #json = "";
  #shown = "";

  /** The code that `piece` adds. */
  add(piece: string): string {
    this.#json += piece;
    const code = decode(this.#json) ?? "";
    const delta = code.slice(this.#shown.length);
    this.#shown = code;
    return delta;
  }

  /** All of it. Models that write no valid JSON (bare code, or an end that is missing) are taken as they mean it. */
  whole(): string {
    try {
      const value: unknown = JSON.parse(this.#json);
      if (typeof value === "string") return value;
      if (typeof value === "object" && value !== null) {
        const entries = new Map<string, unknown>(Object.entries(value));
        const code = [...NAMES.map((name) => entries.get(name)), ...entries.values()];
        return code.find((entry) => typeof entry === "string") ?? "";
      }
      return "";
    } catch {
      return decode(this.#json) ?? this.#json;
    }
  }
}

/** The beginning of the code in unfinished JSON; null where there is none. */
function decode(json: string): string | null {
  const start = START.exec(json);
  if (start === null) return null;
  let code = "";
  for (let at = start[0].length; at < json.length; at++) {
    const letter = json[at]!;
    if (letter === '"') break;
    if (letter !== "\\") {
      code += letter;
      continue;
    }
    const escape = json[++at];
    // The rest of the escape has not come yet.
    if (escape === undefined) break;
    if (escape === "u") {
      const hex = json.slice(at + 1, at + 5);
      if (!/^[\da-f]{4}$/i.test(hex)) break;
      code += String.fromCharCode(Number.parseInt(hex, 16));
      at += 4;
    } else {
      code += ESCAPES[escape] ?? escape;
    }
  }
  return code;
}
