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

/**
 * What the image holds: paths of folders (below the mount point, the root's is empty), each with its names; a file has
 * offset and length in bytes, a folder 0. It is used as it was parsed: making a tree of it would take longer than all
 * look-ups.
 */
export type ImageIndex = Readonly<Record<string, Readonly<Record<string, readonly [number, number] | 0>>>>;

interface ImageNode extends FsNode {
  /** Below the mount point. */
  path: string;
  /** Null: a folder. */
  place: readonly [offset: number, length: number] | null;
}

const READ_ONLY_FILE = 0o100444;
const BLOCK = 4096;

/**
 * Mounts the image of site-packages, read-only and lazily: only what is imported is read from the open file `fd`. Gives
 * what reads a file of it whole.
 */
export function mountImage(
  host: Pick<typeof fs, "readSync">,
  FS: EmscriptenFs,
  mountPoint: string,
  fd: number,
  index: ImageIndex,
): (path: string) => Uint8Array {
  const time = new Date(0);
  const refuse = (): never => {
    throw new FS.ErrnoError(ERRNO.EROFS);
  };
  const lengthOf = ({ place }: ImageNode): number => place?.[1] ?? BLOCK;
  const nodeOps = {
    getattr: (node: ImageNode) => ({
      dev: 1,
      ino: node.id,
      mode: node.mode,
      nlink: 1,
      uid: 0,
      gid: 0,
      rdev: 0,
      size: lengthOf(node),
      atime: time,
      mtime: time,
      ctime: time,
      blksize: BLOCK,
      blocks: Math.ceil(lengthOf(node) / BLOCK),
    }),
    setattr: (_node: ImageNode, _attributes: Attributes) => refuse(),
    mknod: refuse,
    rename: refuse,
    unlink: refuse,
    rmdir: refuse,
    symlink: refuse,
    lookup: (parent: ImageNode, name: string): ImageNode => {
      const entry = find(index, parent.path, name);
      if (entry === undefined) throw new FS.ErrnoError(ERRNO.ENOENT);
      return makeNode(parent, name, pathBelow(parent.path, name), entry === 0 ? null : entry);
    },
    readdir: (node: ImageNode) => [".", "..", ...Object.keys(index[node.path] ?? {})],
  };
  const streamOps = {
    open: () => {},
    close: () => {},
    read: (stream: FsStream<ImageNode>, into: Uint8Array, at: number, length: number, position: number) => {
      const { place } = stream.node;
      if (place === null) throw new FS.ErrnoError(ERRNO.EISDIR);
      const count = Math.max(0, Math.min(length, place[1] - position));
      return count === 0 ? 0 : host.readSync(fd, into, at, count, place[0] + position);
    },
    write: refuse,
    llseek: (stream: FsStream<ImageNode>, offset: number, whence: number) =>
      seek(FS, stream, offset, whence, lengthOf(stream.node)),
  };
  function makeNode(
    parent: ImageNode | null,
    name: string,
    path: string,
    place: ImageNode["place"],
  ): ImageNode {
    const mode = place === null ? DIRECTORY_MODE : READ_ONLY_FILE;
    const node = Object.assign(FS.createNode(parent, name, mode, 0), { path, place });
    node.node_ops = nodeOps;
    node.stream_ops = streamOps;
    return node;
  }
  FS.mkdirTree(mountPoint);
  FS.mount({ mount: () => makeNode(null, "/", "", null) }, {}, mountPoint);
  return (path) => {
    const cut = path.lastIndexOf("/");
    const entry = find(index, path.slice(0, Math.max(0, cut)), path.slice(cut + 1));
    if (entry === undefined || entry === 0) throw new Error(`The image has no ${path}.`);
    const bytes = new Uint8Array(entry[1]);
    host.readSync(fd, bytes, 0, entry[1], entry[0]);
    return bytes;
  };
}

const pathBelow = (folder: string, name: string): string => (folder === "" ? name : `${folder}/${name}`);

// Own names only: the index is plain JSON, and a cell may look for a file called "constructor".
function find(index: ImageIndex, folder: string, name: string) {
  const entries = Object.hasOwn(index, folder) ? index[folder] : undefined;
  return entries !== undefined && Object.hasOwn(entries, name) ? entries[name] : undefined;
}
