import type fs from "node:fs";
import {
  type Attributes,
  DIRECTORY_MODE,
  type EmscriptenFs,
  ERRNO,
  type FsNode,
  type FsStream,
  seek,
} from "./emscripten.ts";

type Entry = { readonly offset: number; readonly length: number } | Folder;
interface Folder {
  readonly children: Map<string, Entry>;
}
interface ImageNode extends FsNode {
  entry: Entry;
}

const READ_ONLY_FILE = 0o100444;
const BLOCK = 4096;

/**
 * Mounts the image of site-packages, read-only and lazily: only what is imported is read. `index` holds path, offset
 * and length in bytes of each file in the open file `fd`. Gives what reads a file of it whole.
 */
export function mountImage(
  host: Pick<typeof fs, "readSync">,
  FS: EmscriptenFs,
  mountPoint: string,
  fd: number,
  index: readonly (readonly [string, number, number])[],
): (path: string) => Uint8Array {
  const root = treeOf(index);
  const time = new Date(0);
  const refuse = (): never => {
    throw new FS.ErrnoError(ERRNO.EROFS);
  };
  const lengthOf = (entry: Entry): number => ("length" in entry ? entry.length : BLOCK);
  const nodeOps = {
    getattr: (node: ImageNode) => ({
      dev: 1,
      ino: node.id,
      mode: node.mode,
      nlink: 1,
      uid: 0,
      gid: 0,
      rdev: 0,
      size: lengthOf(node.entry),
      atime: time,
      mtime: time,
      ctime: time,
      blksize: BLOCK,
      blocks: Math.ceil(lengthOf(node.entry) / BLOCK),
    }),
    setattr: (_node: ImageNode, _attributes: Attributes) => refuse(),
    mknod: refuse,
    rename: refuse,
    unlink: refuse,
    rmdir: refuse,
    symlink: refuse,
    lookup: (parent: ImageNode, name: string): ImageNode => {
      const entry = "children" in parent.entry ? parent.entry.children.get(name) : undefined;
      if (entry === undefined) throw new FS.ErrnoError(ERRNO.ENOENT);
      return makeNode(parent, name, entry);
    },
    readdir: (node: ImageNode) => [
      ".",
      "..",
      ...("children" in node.entry ? node.entry.children.keys() : []),
    ],
  };
  const streamOps = {
    open: () => {},
    close: () => {},
    read: (stream: FsStream<ImageNode>, into: Uint8Array, at: number, length: number, position: number) => {
      const { entry } = stream.node;
      if (!("length" in entry)) throw new FS.ErrnoError(ERRNO.EISDIR);
      const count = Math.max(0, Math.min(length, entry.length - position));
      return count === 0 ? 0 : host.readSync(fd, into, at, count, entry.offset + position);
    },
    write: refuse,
    llseek: (stream: FsStream<ImageNode>, offset: number, whence: number) =>
      seek(FS, stream, offset, whence, lengthOf(stream.node.entry)),
  };
  function makeNode(parent: ImageNode | null, name: string, entry: Entry): ImageNode {
    const mode = "children" in entry ? DIRECTORY_MODE : READ_ONLY_FILE;
    const node = Object.assign(FS.createNode(parent, name, mode, 0), { entry });
    node.node_ops = nodeOps;
    node.stream_ops = streamOps;
    return node;
  }
  FS.mkdirTree(mountPoint);
  FS.mount({ mount: () => makeNode(null, "/", root) }, {}, mountPoint);
  return (path) => {
    const entry = path
      .split("/")
      .reduce<Entry | undefined>(
        (at, name) => (at !== undefined && "children" in at ? at.children.get(name) : undefined),
        root,
      );
    if (entry === undefined || !("length" in entry)) throw new Error(`The image has no ${path}.`);
    const bytes = new Uint8Array(entry.length);
    host.readSync(fd, bytes, 0, entry.length, entry.offset);
    return bytes;
  };
}

function treeOf(index: readonly (readonly [string, number, number])[]): Folder {
  const folders = new Map<string, Folder>([["", { children: new Map() }]]);
  const folderAt = (path: string): Folder => {
    const known = folders.get(path);
    if (known !== undefined) return known;
    const folder: Folder = { children: new Map() };
    folders.set(path, folder);
    const cut = path.lastIndexOf("/");
    folderAt(path.slice(0, Math.max(0, cut))).children.set(path.slice(cut + 1), folder);
    return folder;
  };
  for (const [path, offset, length] of index) {
    const cut = path.lastIndexOf("/");
    folderAt(path.slice(0, Math.max(0, cut))).children.set(path.slice(cut + 1), { offset, length });
  }
  return folderAt("");
}
