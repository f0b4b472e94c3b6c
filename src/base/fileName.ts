const MAX_BYTES = 200;

/**
 * A file name that is safe in a folder on every system, close to what was sent: the last part of a path, without
 * control characters or characters that Windows refuses, at most 200 bytes with its extension kept.
 */
export function safeName(name: string): string {
  const last = name.split(/[/\\]/).at(-1) ?? "";
  const clean = last
    .replace(/[\p{Cc}<>:"|?*]/gu, "_")
    .replace(/[. ]+$/, "")
    .trimStart();
  if (clean === "" || clean === "." || clean === "..") return "file";
  return shorten(clean);
}

/** `name` itself, or with a number before its extension if `taken` has it (letters' case does not tell apart). */
export function freeName(name: string, taken: readonly string[]): string {
  const used = new Set(taken.map((other) => other.toLowerCase()));
  const [stem, extension] = split(name);
  let free = name;
  for (let count = 2; used.has(free.toLowerCase()); count++) free = `${stem}-${count}${extension}`;
  return free;
}

function split(name: string): [stem: string, extension: string] {
  const dot = name.lastIndexOf(".");
  return dot > 0 ? [name.slice(0, dot), name.slice(dot)] : [name, ""];
}

function shorten(name: string): string {
  const size = (text: string): number => Buffer.byteLength(text);
  if (size(name) <= MAX_BYTES) return name;
  const [stem, extension] = split(name);
  const letters = Array.from(stem);
  const tail = size(extension) < 40 ? extension : "";
  while (letters.length > 1 && size(letters.join("")) + size(tail) > MAX_BYTES) letters.pop();
  return letters.join("") + tail;
}
