import type { Readable } from "node:stream";
import { StringDecoder } from "node:string_decoder";

const MANY_PIECES = 1024;

/**
 * Hands each whole line of UTF-8 in `stream` to `onLine`, without its end. A line that grows beyond `limit` characters
 * is thrown away and told of by `onTooLong`.
 */
export function readLines(
  stream: Readable,
  limit: number,
  onLine: (line: string) => void,
  onTooLong: () => void,
): void {
  const decoder = new StringDecoder("utf8");
  let pieces: string[] = [];
  let length = 0;
  const clear = (): void => {
    pieces = [];
    length = 0;
  };
  stream.on("data", (bytes: Buffer) => {
    // Many tiny pieces would take far more memory than their characters.
    if (pieces.length >= MANY_PIECES) pieces = [pieces.join("")];
    const lines = decoder.write(bytes).split("\n");
    const rest = lines.pop() ?? "";
    for (const line of lines) {
      onLine(pieces.join("") + line);
      clear();
    }
    pieces.push(rest);
    length += rest.length;
    if (length <= limit) return;
    clear();
    onTooLong();
  });
}
