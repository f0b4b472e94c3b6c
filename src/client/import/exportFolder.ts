import { lstat, readdir, readFile } from "node:fs/promises";
import { basename, dirname, extname, join } from "node:path";
import { InterpreterError } from "../../base/errors.ts";
import { t } from "../../base/l10n.ts";
import { type Found, objectsIn } from "./objectsIn.ts";

const MAX_FILES = 50_000;
const MAX_JSON_BYTES = 256 * 1024 * 1024;

/** What files and folders of an export hold: objects of the API, and the contents of files. */
export interface ExportFolder {
  readonly objects: readonly Found[];
  /** Paths of files that are no objects. */
  readonly contents: readonly string[];
}

/** Reads all files named, and all in the folders named. Links are not followed. Throws InterpreterError of kind "user". */
export async function readExportFolder(paths: readonly string[]): Promise<ExportFolder> {
  const files: string[] = [];
  for (const path of paths) files.push(...(await filesBelow(path)));
  if (files.length > MAX_FILES) {
    throw new InterpreterError("user", "too_many", t("There are more than {0} files.", MAX_FILES), {
      action: t("Name the folder of the export itself."),
    });
  }
  const objects: Found[] = [];
  const contents: string[] = [];
  for (const path of files) {
    const found = await objectsOf(path, paths.includes(path));
    if (found.length > 0) objects.push(...found);
    else contents.push(path);
  }
  return { objects, contents };
}

async function filesBelow(path: string): Promise<string[]> {
  const found = await lstat(path).catch(() => null);
  if (found === null) {
    throw new InterpreterError("user", "no_file", t("There is no file {0}.", path), {
      action: t("Check the path and try again."),
    });
  }
  if (!found.isDirectory()) return [path];
  const entries = await readdir(path, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

/** None for what holds something else. One that was `named` by the person must hold some. */
async function objectsOf(path: string, named: boolean): Promise<Found[]> {
  const isJson = /^\.(json|jsonl|ndjson)$/i.test(extname(path));
  if (!isJson && !named) return [];
  const { size } = await lstat(path);
  if (size > MAX_JSON_BYTES) return [];
  try {
    return objectsIn(textOf(await readFile(path)), basename(path));
  } catch (error) {
    if (isContent(path)) return [];
    throw error;
  }
}

/** By its name or that of its folder it is what a file holds, and none of the API's objects. */
function isContent(path: string): boolean {
  return (
    [basename(path), basename(dirname(path))].some((name) => /^file[-_]/.test(name)) ||
    !/\.jsonl?$/i.test(path)
  );
}

/** Windows' shell writes UTF-16 where a program's output goes to a file. */
function textOf(bytes: Buffer): string {
  const isUtf16 = bytes[0] === 0xff && bytes[1] === 0xfe;
  return new TextDecoder(isUtf16 ? "utf-16le" : "utf-8").decode(bytes);
}
