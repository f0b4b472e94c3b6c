import type { EmscriptenModule, Placement } from "./emscripten.ts";

interface Library {
  /** Path in the image, below site-packages. */
  readonly name: string;
  readonly memoryBase: number;
  readonly tableBase: number;
  /** Free slots of the table when it was loaded, in their order. */
  readonly free: readonly number[];
}

/** What a snapshot is besides the bytes of its heap: enough to bring a fresh module into the very same state. */
export interface Snapshot {
  readonly libraries: readonly Library[];
  /** Python's handles of libraries. */
  readonly handles: readonly (readonly [handle: number, name: string])[];
  readonly tableLength: number;
  readonly free: readonly number[];
  /** Bytes. */
  readonly heapLength: number;
  /** Parts of the heap that are not zero: address and length in bytes; the heap's file holds them one after another. */
  readonly runs: readonly (readonly [at: number, length: number])[];
  /** Pyodide's own part. */
  readonly config: unknown;
}

/** Records where libraries are put while a snapshot is made. */
export class RecordedPlacement implements Placement {
  readonly memoryBase = undefined;
  readonly isReplay = false;
  readonly libraries: Library[] = [];
  readonly #module: EmscriptenModule;
  readonly #root: string;

  /** `root`: the folder of site-packages, with a slash at its end. */
  constructor(module: EmscriptenModule, root: string) {
    this.#module = module;
    this.#root = root;
  }

  onPlaced(name: string, memoryBase: number): void {
    const { wasmTable, freeTableIndexes } = this.#module;
    const path = name.slice(this.#root.length);
    this.libraries.push({ name: path, memoryBase, tableBase: wasmTable.length, free: [...freeTableIndexes] });
  }
}

interface Sources {
  /** The folder of site-packages, with a slash at its end. */
  readonly root: string;
  /** A file of the image, whole. */
  readonly readImage: (path: string) => Uint8Array;
  /** Reads `length` bytes at `position` of the heap's file into `heap` at `at`. */
  readonly readHeap: (heap: Uint8Array, at: number, length: number, position: number) => void;
}

/**
 * Loads the snapshot's libraries into a fresh module, at their places and without running anything of them, and makes
 * its `restoreSnapshot` fill the heap. Throws when a place is taken, which means that the snapshot was made of another
 * Pyodide.
 */
export function prepareRestore(module: EmscriptenModule, snapshot: Snapshot, sources: Sources): void {
  const { wasmTable: table, freeTableIndexes } = module;
  const growTo = (length: number): void => void (table.length < length && table.grow(length - table.length));
  const setFree = (free: readonly number[]): void =>
    void freeTableIndexes.splice(0, freeTableIndexes.length, ...free);
  if (module.HEAPU8.length < snapshot.heapLength) module.growMemory(snapshot.heapLength);

  const loaded = new Map<string, object>();
  for (const { name, memoryBase, tableBase, free } of snapshot.libraries) {
    growTo(tableBase);
    setFree(free);
    module.placement = {
      memoryBase,
      isReplay: true,
      onPlaced: () => {
        if (table.length !== tableBase)
          throw new Error(`The snapshot does not fit: the place of ${name} is taken.`);
      },
    };
    const path = sources.root + name;
    const library = module.newDSO(path, undefined, "loading");
    library.refcount = Infinity;
    library.global = false;
    library.exports = module.loadWebAssemblyModule(sources.readImage(name), {}, path, {});
    loaded.set(name, library);
  }
  delete module.placement;
  growTo(snapshot.tableLength);
  setFree(snapshot.free);
  for (const [handle, name] of snapshot.handles) module.LDSO.loadedLibsByHandle[handle] = loaded.get(name)!;
  if (table.length !== snapshot.tableLength)
    throw new Error("The snapshot does not fit: the table is too long.");
  module.API.restoreSnapshot = () => {
    fillHeap(module.HEAPU8, snapshot, sources.readHeap);
    return snapshot.config;
  };
}

// Zeros too: loading the libraries has written into parts that the snapshot has empty.
function fillHeap(heap: Uint8Array, { runs, heapLength }: Snapshot, readHeap: Sources["readHeap"]): void {
  let [position, end] = [0, 0];
  for (const [at, length] of runs) {
    heap.fill(0, end, at);
    readHeap(heap, at, length, position);
    position += length;
    end = at + length;
  }
  heap.fill(0, end, heapLength);
}
