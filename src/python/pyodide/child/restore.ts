import type { Runtime, Start } from "./boot.ts";
import { SITE_PACKAGES } from "./boot.ts";
import { prepareRestore, type Snapshot } from "./snapshot.ts";

/** A start from the snapshot: numpy, pandas and matplotlib are imported when it is done. */
export function fromSnapshot({ dir, host }: Runtime): Pick<Start, "options" | "initialMemory" | "created"> {
  // Made by our own build; its hash was checked when it was put here.
  const snapshot = JSON.parse(host.readFileSync(`${dir}snapshot.json`, "utf8")) as Snapshot;
  const heapFile = host.openSync(`${dir}snapshot.heap`, "r");
  const readHeap = (heap: Uint8Array, at: number, length: number, position: number): void => {
    for (let done = 0; done < length;) {
      const count = host.readSync(heapFile, heap, at + done, length - done, position + done);
      if (count === 0) throw new Error("The snapshot is cut off.");
      done += count;
    }
  };
  return {
    // Any snapshot makes Pyodide call restoreSnapshot, which is ours by then.
    options: { _loadSnapshot: new Uint8Array(8) },
    initialMemory: snapshot.heapLength,
    created: (module, readImage) =>
      prepareRestore(module, snapshot, { root: `${SITE_PACKAGES}/`, readImage, readHeap }),
  };
}
