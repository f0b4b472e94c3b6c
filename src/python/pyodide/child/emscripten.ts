// The parts of Emscripten that we use; Pyodide ships no types for them.

export interface FsNode {
  id: number;
  name: string;
  mode: number;
  parent: FsNode;
  node_ops: object;
  stream_ops: object;
}

export interface FsStream<Node extends FsNode = FsNode> {
  node: Node;
  flags: number;
  position: number;
  /** The same for all duplicates of a stream. */
  shared: object;
}

export interface Attributes {
  mode?: number;
  size?: number;
  atime?: number | Date;
  mtime?: number | Date;
}

export interface EmscriptenFs {
  ErrnoError: new (errno: number) => Error;
  createNode(parent: FsNode | null, name: string, mode: number, device: number): FsNode;
  mkdirTree(path: string): void;
  mount(type: { mount: () => FsNode }, options: object, path: string): unknown;
}

interface DynamicLibrary {
  refcount: number;
  global: boolean;
  exports: unknown;
}

/** Decides where the loader puts dynamic libraries; the adapted glue asks it. */
export interface Placement {
  /** Where the next library's data goes; undefined: where the allocator says. */
  memoryBase: number | undefined;
  /** True: its data and constructors are in the heap already. */
  readonly isReplay: boolean;
  onPlaced(name: string, memoryBase: number): void;
}

/** Pyodide's module, as the adapted glue hands it out. */
export interface EmscriptenModule {
  readonly FS: EmscriptenFs;
  readonly API: {
    config: Record<string, unknown>;
    restoreSnapshot: (snapshot: Uint8Array) => unknown;
  };
  readonly HEAPU8: Uint8Array;
  readonly wasmTable: WebAssembly.Table;
  readonly freeTableIndexes: number[];
  readonly LDSO: { readonly loadedLibsByHandle: Record<number, object> };
  placement?: Placement;
  growMemory(bytes: number): void;
  newDSO(name: string, handle: undefined, exports: string): DynamicLibrary;
  loadWebAssemblyModule(binary: Uint8Array, flags: object, name: string, scope: object): unknown;
}

/** WASI's numbers, which Emscripten uses. */
export const ERRNO = {
  EACCES: 2,
  EBADF: 8,
  EEXIST: 20,
  EFBIG: 22,
  EINVAL: 28,
  EIO: 29,
  EISDIR: 31,
  EMFILE: 33,
  ENAMETOOLONG: 37,
  ENOENT: 44,
  ENOSPC: 51,
  ENOTDIR: 54,
  ENOTEMPTY: 55,
  EPERM: 63,
  EROFS: 69,
  EXDEV: 75,
} as const;

export const DIRECTORY_MODE = 0o040755;
export const FILE_MODE = 0o100644;
const CURRENT = 1;
const END = 2;

/** New position of a stream: from the start, where it is, or the end (`size`). */
export function seek(
  fs: EmscriptenFs,
  stream: FsStream,
  offset: number,
  whence: number,
  size: number,
): number {
  const base = whence === CURRENT ? stream.position : whence === END ? size : 0;
  if (base + offset < 0) throw new fs.ErrnoError(ERRNO.EINVAL);
  return base + offset;
}
