import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { loadPyodide, type PyodideInterface } from "pyodide";
import type { ImageIndex } from "../child/imageFs.ts";
import type { PackageSet } from "./lock.ts";

/**
 * Unpacks and precompiles every wheel and the standard library in Pyodide, and writes `site.img` (all files of
 * site-packages, one after the other), `site.json` (their index) and `python_stdlib.zip` into `folder`.
 */
export async function makeImage(set: PackageSet, wheelsDir: string, folder: string): Promise<void> {
  const pyodide = await loadPyodide({ indexURL: `${set.pyodideDir}/` });
  pyodide.FS.mkdirTree("/wheels");
  for (const { file } of set.wheels) {
    pyodide.FS.writeFile(`/wheels/${file}`, await readFile(join(wheelsDir, file)));
  }
  pyodide.FS.writeFile("/stdlib.zip", await readFile(join(set.pyodideDir, "python_stdlib.zip")));
  pyodide.runPython(await readFile(join(import.meta.dirname, "makeImage.py"), "utf8"));
  await writeFile(join(folder, "python_stdlib.zip"), pyodide.FS.readFile("/stdlib_pyc.zip"));
  const { index, bytes } = flatten(pyodide);
  await writeFile(join(folder, "site.img"), bytes);
  await writeFile(join(folder, "site.json"), JSON.stringify(index));
}

function flatten({ FS }: PyodideInterface): { index: ImageIndex; bytes: Uint8Array } {
  const index: Record<string, Record<string, [number, number] | 0>> = {};
  const parts: Uint8Array[] = [];
  let offset = 0;
  const walk = (folder: string, below: string): void => {
    const entries = (index[below] = {} as Record<string, [number, number] | 0>);
    const names = (FS.readdir(folder) as string[]).filter((name) => name !== "." && name !== "..");
    for (const name of names.sort()) {
      const path = `${folder}/${name}`;
      if (FS.isDir(FS.stat(path, false).mode)) {
        entries[name] = 0;
        walk(path, below === "" ? name : `${below}/${name}`);
        continue;
      }
      const content = FS.readFile(path) as Uint8Array;
      entries[name] = [offset, content.length];
      // Files begin at multiples of 8, as WebAssembly modules are read in place.
      const padding = new Uint8Array((8 - (content.length % 8)) % 8);
      parts.push(content, padding);
      offset += content.length + padding.length;
    }
  };
  walk("/site", "");
  return { index, bytes: Buffer.concat(parts) };
}
