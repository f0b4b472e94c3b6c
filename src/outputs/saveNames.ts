// What Windows takes in no name, and names that are devices there.
const REFUSED = /[\p{Cc}<>:"\\|?*]/gu;
const DEVICE = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i;

/**
 * Where each of the names goes below a folder, in their order: no two are the same where letters' case and Unicode forms
 * do not tell apart, and none is a folder that another one needs. `isWindows`: without what Windows refuses.
 */
export function placesFor(names: readonly string[], isWindows: boolean): readonly string[] {
  const wanted = names.map((name) => (isWindows ? windowsPath(name) : name));
  const taken = new Set(wanted.flatMap(parentsOf).map(folded));
  return wanted.map((name) => {
    const place = freeName(name, taken);
    taken.add(folded(place));
    return place;
  });
}

/** `name`, or with the first number before its extension with which it is not taken; `taken` has folded names. */
export function freeName(name: string, taken: ReadonlySet<string>): string {
  const [stem, extension] = splitName(name);
  let free = name;
  for (let count = 2; taken.has(folded(free)); count++) free = `${stem}-${count}${extension}`;
  return free;
}

/** The same for all names that some file system takes for one. */
export function folded(name: string): string {
  return name.normalize().toLowerCase();
}

/** The last part of a path. */
export function baseName(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

function splitName(name: string): [stem: string, extension: string] {
  const dot = name.lastIndexOf(".");
  return dot > name.lastIndexOf("/") + 1 ? [name.slice(0, dot), name.slice(dot)] : [name, ""];
}

function parentsOf(name: string): string[] {
  const parts = name.split("/");
  return parts.slice(1).map((_, index) => parts.slice(0, index + 1).join("/"));
}

function windowsPath(path: string): string {
  return path.split("/").map(windowsName).join("/");
}

function windowsName(name: string): string {
  const clean = name.replace(REFUSED, "_").replace(/[. ]+$/, "_");
  return DEVICE.test(clean) ? `_${clean}` : clean;
}
