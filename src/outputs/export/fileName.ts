const MAX_LETTERS = 60;
// Names that Windows keeps for devices.
const RESERVED = /^(?:con|prn|aux|nul|com\d|lpt\d)$/i;

/** A file name without extension, safe on every system and close to `text`; "thread" when nothing of it is left. */
export function safeStem(text: string): string {
  const words = text
    .normalize("NFC")
    .replace(/[\p{Cc}\p{Cf}\p{Cs}<>:"/\\|?*%#]/gu, " ")
    .replace(/\s+/g, " ");
  const stem = Array.from(words)
    .slice(0, MAX_LETTERS)
    .join("")
    .replace(/^[. ]+|[. …]+$/g, "");
  return stem === "" || RESERVED.test(stem) ? `thread${stem === "" ? "" : `-${stem}`}` : stem;
}
