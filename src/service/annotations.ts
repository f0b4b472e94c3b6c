import type { FileRef } from "../domain/file.ts";
import type { FilePathAnnotation } from "./wire.ts";

/**
 * Where `text` names a file as `sandbox:/mnt/data/x`: an annotation over the whole link target, `end_index`
 * exclusive. Longer names go first, so that `a.csv.zip` is not taken for `a.csv`.
 */
export function filePathAnnotations(text: string, files: readonly FileRef[]): FilePathAnnotation[] {
  const byLength = [...files].sort((a, b) => b.name.length - a.name.length);
  const found: FilePathAnnotation[] = [];
  for (const { id, name } of byLength) {
    const target = `sandbox:/mnt/data/${name}`;
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
