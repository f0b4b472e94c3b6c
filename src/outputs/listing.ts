import type { ThreadFile } from "../domain/transcript.ts";

export interface FileChange {
  readonly change: "created" | "changed" | "deleted";
  readonly file: ThreadFile;
}

/**
 * What a thread's listing says now, after `before` (null: it was not looked at). Names that are no path below a folder
 * are left out. A new version is always later than the one before it: VS Code takes equal times and sizes for the same
 * content.
 */
export function takeListing(
  before: readonly ThreadFile[] | null,
  files: readonly ThreadFile[],
): readonly ThreadFile[] {
  const known = byName(before ?? []);
  return files.filter(({ name }) => isPath(name)).map((file) => timed(file, known.get(file.name)));
}

function timed(file: ThreadFile, old: ThreadFile | undefined): ThreadFile {
  if (old === undefined) return file;
  return { ...file, at: old.id === file.id ? old.at : Math.max(file.at, old.at + 1) };
}

/** What happened between two listings. */
export function compareListings(
  before: readonly ThreadFile[],
  after: readonly ThreadFile[],
): readonly FileChange[] {
  const [old, now] = [byName(before), byName(after)];
  const present = after.flatMap((file): FileChange[] => {
    const known = old.get(file.name);
    if (known === undefined) return [{ change: "created", file }];
    const isSame =
      known.id === file.id && known.role === file.role && known.original?.id === file.original?.id;
    return isSame ? [] : [{ change: "changed", file }];
  });
  const gone = before.filter(({ name }) => !now.has(name));
  return [...present, ...gone.map((file): FileChange => ({ change: "deleted", file }))];
}

/** The file of that name; one that is spelled with other Unicode forms of the same letters if there is no other. */
export function findFile(files: readonly ThreadFile[], name: string): ThreadFile | undefined {
  const exact = files.find((file) => file.name === name);
  if (exact !== undefined) return exact;
  const normal = name.normalize();
  return files.find((file) => file.name.normalize() === normal);
}

/** The versions that people gave, of the files that code has changed since. */
export function originalsOf(files: readonly ThreadFile[]): readonly ThreadFile[] {
  return files.flatMap(({ original, ...file }) =>
    original === undefined ? [] : [{ ...file, ...original, name: file.name, role: "input" }],
  );
}

/** What is below the folder `name` (empty: all), or null if there is no such folder. */
export function filesBelow(files: readonly ThreadFile[], name: string): readonly ThreadFile[] | null {
  if (name === "") return files;
  const below = files.filter((file) => file.name.startsWith(`${name}/`));
  return below.length === 0 ? null : below;
}

/**
 * The entries of the folder `name`. Where a file was replaced by a folder of its name, the file is listed: what is below
 * the folder can still be read.
 */
export function entriesOf(
  files: readonly ThreadFile[],
  name: string,
): ReadonlyMap<string, "file" | "folder"> {
  const entries = new Map<string, "file" | "folder">();
  const skipped = name === "" ? 0 : name.length + 1;
  for (const file of files) {
    const [entry = "", ...below] = file.name.slice(skipped).split("/");
    if (below.length === 0) entries.set(entry, "file");
    else if (!entries.has(entry)) entries.set(entry, "folder");
  }
  return entries;
}

/** Every folder that the files lie in, but for the thread's own. */
export function foldersOf(files: readonly ThreadFile[]): ReadonlySet<string> {
  const folders = new Set<string>();
  for (const { name } of files) {
    for (let end = name.lastIndexOf("/"); end > 0; end = name.lastIndexOf("/", end - 1)) {
      folders.add(name.slice(0, end));
    }
  }
  return folders;
}

function isPath(name: string): boolean {
  return name.split("/").every((part) => part !== "" && part !== "." && part !== "..");
}

function byName(files: readonly ThreadFile[]): Map<string, ThreadFile> {
  return new Map(files.map((file) => [file.name, file]));
}
