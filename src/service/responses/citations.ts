import { derivedHexId } from "../../base/ids.ts";
import type { FileRef } from "../../domain/file.ts";
import { filePathAnnotations } from "../annotations.ts";
import type { Citation } from "./wire.ts";

/** The id by which containers know one version of a file of their thread. */
export function containerFileId(threadId: string, fileId: string): string {
  return derivedHexId("containerFile", `${threadId}/${fileId}`);
}

interface Place {
  readonly threadId: string;
  readonly containerId: string;
}

/**
 * Every file that comes with a text: first those that it does not link to, as the real service cites a picture (from 0
 * to 0), then each place at which it links to one. `known` are others that it may link to.
 */
export function citationsOf(
  { threadId, containerId }: Place,
  text: string,
  files: readonly FileRef[],
  known: readonly FileRef[],
): Citation[] {
  const all = [...files, ...known];
  const links = filePathAnnotations(text, all);
  const linked = new Set(links.map(({ file_path }) => file_path.file_id));
  const cite = (fileId: string, start: number, end: number): Citation => ({
    type: "container_file_citation",
    container_id: containerId,
    file_id: containerFileId(threadId, fileId),
    start_index: start,
    end_index: end,
    filename: all.find(({ id }) => id === fileId)?.name ?? "",
  });
  return [
    ...files.filter(({ id }) => !linked.has(id)).map(({ id }) => cite(id, 0, 0)),
    ...links.map(({ file_path, start_index, end_index }) => cite(file_path.file_id, start_index, end_index)),
  ];
}
