import type { CellOutput } from "../python/session.ts";

const EXTENSIONS: Record<string, string> = { "image/png": "png", "image/jpeg": "jpg" };

interface Picture {
  mime: string;
  bytes: Uint8Array;
  alt: string;
}

/** The picture in a display, if it has one; PNG before JPEG. */
export function pictureOf(output: Extract<CellOutput, { kind: "display" }>): Picture | null {
  for (const mime of Object.keys(EXTENSIONS)) {
    const data = output.data[mime];
    if (typeof data === "string") return { mime, bytes: Buffer.from(data, "base64"), alt: output.alt };
  }
  return null;
}

/** A file name that tells what is to be seen: from the picture's title, else "figure", with a number if taken. */
export function pictureName({ alt, mime }: Picture, taken: readonly string[]): string {
  const words = alt
    .toLowerCase()
    .normalize("NFC")
    .replace(/[^\p{L}\p{N}]+/gu, "-")
    .replace(/^-+|-+$/g, "");
  const stem = Array.from(words).slice(0, 50).join("") || "figure";
  const used = new Set(taken);
  const extension = EXTENSIONS[mime] ?? "bin";
  let name = `${stem}.${extension}`;
  for (let count = 2; used.has(name); count++) name = `${stem}-${count}.${extension}`;
  return name;
}
