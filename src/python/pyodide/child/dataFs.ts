import type fs from "node:fs";
import {
  type Attributes,
  DIRECTORY_MODE,
  type EmscriptenFs,
  ERRNO,
  FILE_MODE,
  type FsNode,
  type FsStream,
  seek,
} from "./emscripten.ts";

const FORMAT = 0o170000;
const DIRECTORY = 0o040000;
// Emscripten's flags of open().
const ACCESS = 3;
const APPEND = 0o2000;
const TRUNCATE = 0o1000;

type Host = typeof fs;

/**
 * Mounts one folder of the disk, for reading and writing. These operations below that folder are all that Python ever
 * gets of the disk: no links, no way up, nothing but plain files and folders.
 */
export function mountData(host: Host, FS: EmscriptenFs, mountPoint: string, root: string): void {
  const fail = (code: keyof typeof ERRNO): never => {
    throw new FS.ErrnoError(ERRNO[code]);
  };
  /** Runs a call on the disk; its error becomes Python's OSError. */
  const call = <T>(work: () => T): T => {
    try {
      return work();
    } catch (error) {
      const code = error instanceof Error && "code" in error ? String(error.code) : "";
      if (code === "ERR_ACCESS_DENIED") return fail("EACCES");
      if (code in ERRNO) return fail(code as keyof typeof ERRNO);
      throw code === "" ? error : new FS.ErrnoError(ERRNO.EIO);
    }
  };
  const child = (path: string, name: string): string => {
    if (name === "" || name === "." || name === ".." || /[/\\\0]/.test(name)) return fail("EINVAL");
    return `${path}/${name}`;
  };
  const pathOf = (node: FsNode): string =>
    node.parent === node ? root : child(pathOf(node.parent), node.name);
  /** Anything that is no plain file or folder does not exist for Python. */
  const statOf = (path: string) => {
    const stat = call(() => host.lstatSync(path));
    return stat.isFile() || stat.isDirectory() ? stat : fail("ENOENT");
  };

  const nodeOps = {
    getattr: (node: FsNode) => {
      const stat = statOf(pathOf(node));
      const { size, atime, mtime, ctime } = stat;
      const mode = stat.isDirectory() ? DIRECTORY_MODE : FILE_MODE;
      return {
        dev: 2,
        ino: node.id,
        mode,
        nlink: 1,
        uid: 0,
        gid: 0,
        rdev: 0,
        size,
        atime,
        mtime,
        ctime,
        blksize: 4096,
        blocks: Math.ceil(size / 4096),
      };
    },
    setattr: (node: FsNode, { size, atime, mtime }: Attributes) => {
      const path = pathOf(node);
      statOf(path);
      if (size !== undefined) call(() => host.truncateSync(path, size));
      if (mtime !== undefined) call(() => host.utimesSync(path, inSeconds(atime ?? mtime), inSeconds(mtime)));
    },
    lookup: (parent: FsNode, name: string) => {
      const stat = statOf(child(pathOf(parent), name));
      return makeNode(parent, name, stat.isDirectory() ? DIRECTORY_MODE : FILE_MODE);
    },
    mknod: (parent: FsNode, name: string, mode: number) => {
      const path = child(pathOf(parent), name);
      const isDirectory = (mode & FORMAT) === DIRECTORY;
      call(() => (isDirectory ? host.mkdirSync(path) : host.writeFileSync(path, "", { flag: "wx" })));
      return makeNode(parent, name, isDirectory ? DIRECTORY_MODE : FILE_MODE);
    },
    rename: (node: FsNode, newParent: FsNode, newName: string) => {
      call(() => host.renameSync(pathOf(node), child(pathOf(newParent), newName)));
      node.name = newName;
    },
    unlink: (parent: FsNode, name: string) => call(() => host.unlinkSync(child(pathOf(parent), name))),
    rmdir: (parent: FsNode, name: string) => call(() => host.rmdirSync(child(pathOf(parent), name))),
    readdir: (node: FsNode) => [".", "..", ...call(() => host.readdirSync(pathOf(node)))],
    symlink: () => fail("EPERM"),
    readlink: () => fail("EINVAL"),
  };

  const streamOps = {
    open: (stream: FsStream) => {
      const path = pathOf(stream.node);
      if (statOf(path).isDirectory()) return;
      const access = stream.flags & ACCESS;
      const { O_RDONLY, O_WRONLY, O_RDWR, O_NOFOLLOW, O_TRUNC, O_APPEND } = host.constants;
      const flags =
        ([O_RDONLY, O_WRONLY, O_RDWR][access] ?? O_RDONLY) |
        ((stream.flags & TRUNCATE) !== 0 ? O_TRUNC : 0) |
        ((stream.flags & APPEND) !== 0 ? O_APPEND : 0) |
        (O_NOFOLLOW ?? 0);
      stream.handle = call(() => host.openSync(path, flags));
    },
    close: (stream: FsStream) => {
      const { handle } = stream;
      if (handle !== undefined) call(() => host.closeSync(handle));
    },
    read: (stream: FsStream, into: Uint8Array, at: number, length: number, position: number) =>
      length === 0
        ? 0
        : call(() => host.readSync(stream.handle ?? fail("EISDIR"), into, at, length, position)),
    write: (stream: FsStream, from: Uint8Array, at: number, length: number, position: number) =>
      call(() => host.writeSync(stream.handle ?? fail("EISDIR"), from, at, length, position)),
    llseek: (stream: FsStream, offset: number, whence: number) =>
      seek(FS, stream, offset, whence, whence === 2 ? statOf(pathOf(stream.node)).size : 0),
  };

  function makeNode(parent: FsNode | null, name: string, mode: number): FsNode {
    const node = FS.createNode(parent, name, mode, 0);
    node.node_ops = nodeOps;
    node.stream_ops = streamOps;
    return node;
  }
  FS.mkdirTree(mountPoint);
  FS.mount({ mount: () => makeNode(null, "/", DIRECTORY_MODE) }, {}, mountPoint);
}

function inSeconds(time: number | Date): number {
  return Number(time) / 1000;
}
