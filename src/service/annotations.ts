import type { FileRef } from "../domain/file.ts";
import type { FilePathAnnotation } from "./wire.ts";

/**
 * Where `text` names a file as `sandbox:/mnt/data/x`: an annotation over the whole link target, `end_index`
 * exclusive. Longer targets go first, so that `a.csv.zip` is not taken for `a.csv`.
 */
export function filePathAnnotations(text: string, files: readonly FileRef[]): FilePathAnnotation[] {
  const targets = files.flatMap(targetsOf).sort((a, b) => b.target.length - a.target.length);
  const found: FilePathAnnotation[] = [];
  for (const { id, target } of targets) {
    for (let start = text.indexOf(target); start >= 0; start = text.indexOf(target, start + 1)) {
      const end = start + target.length;
      if (found.some(({ start_index, end_index }) => start < end_index && end > start_index)) continue;
      found.push({
        type: "file_path",
        text: target,
        start_index: start,
        end_index: end,
        file_path: { file_id: id },
      });
    }
  }
  return found.sort((a, b) => a.start_index - b.start_index);
}

/** The files among `files` that `text` names. */
export function namedIn(text: string, files: readonly FileRef[]): FileRef[] {
  return files.filter((file) => targetsOf(file).some(({ target }) => text.includes(target)));
}

/** By its name, as it is or as in an address (models write `%20` into links), and by its id. */
function targetsOf({ id, name }: FileRef): { id: string; target: string }[] {
  const paths = new Set([name, encodeURI(name), id]);
  return [...paths].map((path) => ({ id, target: `sandbox:/mnt/data/${path}` }));
}
