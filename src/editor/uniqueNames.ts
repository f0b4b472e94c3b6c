/**
 * A name for each of the files, no two of which are the same: files of one name get their folder's name in front, and a
 * number where that does not tell them apart.
 */
export function uniqueNames(files: readonly { readonly name: string; readonly folder: string }[]): string[] {
  const taken = new Set<string>();
  const sameName = Map.groupBy(files, ({ name }) => folded(name));
  return files.map(({ name, folder }) => {
    const isAlone = sameName.get(folded(name))?.length === 1;
    const [stem, extension] = splitName(isAlone || folder === "" ? name : `${folder}-${name}`);
    let free = `${stem}${extension}`;
    for (let number = 2; taken.has(folded(free)); number++) free = `${stem}-${number}${extension}`;
    taken.add(folded(free));
    return free;
  });
}

/** "a.tar.gz" as "a.tar" and ".gz". */
export function splitName(name: string): [stem: string, extension: string] {
  const dot = name.lastIndexOf(".");
  return dot > 0 ? [name.slice(0, dot), name.slice(dot)] : [name, ""];
}

/** The same for names that some file system takes for one. */
function folded(name: string): string {
  return name.normalize().toLowerCase();
}
