import { outputsInLogs, type Printed } from "../../domain/outputsInLogs.ts";
import type { CallOutput } from "./wire.ts";

/** In characters, as much as a session here may print. */
const MAX_LOGS = 4_000_000;
const MAX_PICTURE_BYTES = 32 * 1024 * 1024;

/** A picture's bytes, not kept yet. */
interface Picture {
  readonly kind: "picture";
  readonly mime: string;
  readonly bytes: Uint8Array;
}

const MAGIC: Record<string, Buffer> = {
  "image/png": Buffer.from([0x89, 0x50, 0x4e, 0x47]),
  "image/jpeg": Buffer.from([0xff, 0xd8, 0xff]),
};

/** What a call gave: printed text, the traceback that it ended with, pictures. A picture that is none is left out. */
export function outputsIn(outputs: readonly CallOutput[]): (Printed | Picture)[] {
  return outputs.flatMap((output): (Printed | Picture)[] | Picture => {
    if (output.type === "logs") return outputsInLogs(cut(output.logs));
    return pictureIn(output.url) ?? [];
  });
}

/** The type of a picture that can be shown, by its first bytes. */
export function pictureMime(bytes: Uint8Array): string | null {
  const found = Object.entries(MAGIC).find(([, magic]) => magic.equals(bytes.subarray(0, magic.length)));
  return found?.[0] ?? null;
}

/** Without the middle of what nobody reads to its end. */
function cut(logs: string): string {
  if (logs.length <= MAX_LOGS) return logs;
  const half = MAX_LOGS / 2;
  return `${logs.slice(0, half)}\n… ${logs.length - MAX_LOGS} characters left out …\n${logs.slice(-half)}`;
}

// Addresses are never asked for: who answers could make us ask anything of anyone.
function pictureIn(url: string): Picture | null {
  const data = /^data:image\/[\w.+-]+;base64,/i.exec(url)?.[0];
  if (data === undefined || url.length > MAX_PICTURE_BYTES * 1.4) return null;
  const bytes = Buffer.from(url.slice(data.length), "base64");
  const mime = pictureMime(bytes);
  return mime === null ? null : { kind: "picture", mime, bytes };
}
