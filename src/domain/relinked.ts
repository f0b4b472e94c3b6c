import type { FileRef } from "./file.ts";

/** The text with its links to the file leading to where it lies here. `targets`: how it was linked to elsewhere. */
export function relinked(text: string, targets: readonly string[], { name }: FileRef): string {
  const here = `sandbox:/mnt/data/${name}`;
  return [...new Set(targets)]
    .filter((target) => target.startsWith("sandbox:") && decoded(target) !== here)
    .reduce((changed, target) => changed.replaceAll(target, () => here), text);
}

function decoded(target: string): string {
  try {
    return decodeURI(target);
  } catch {
    return target;
  }
}
