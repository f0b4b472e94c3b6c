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

// Characters of a path below the folder: people's folders are deep as well, and 4096 bytes are what systems take.
const PATH_LIMIT = 1000;
// Files and folders that one process makes: whoever looks at the folder from outside has to walk them all.
const ENTRIES_LIMIT = 20_000;

type Host = typeof fs;

export interface Mounted {
  readonly mountPoint: string;
  /** The folder of the disk. */
  readonly root: string;
  /** No file grows beyond it. */
  readonly fileBytes: number;
}

/**
 * Mounts one folder of the disk, for reading and writing. These operations below that folder are all that Python ever
 * gets of the disk: no links, no way up, nothing but plain files and folders. A cell can call each of them itself, with
 * nodes and streams of its own making: what they are given is checked and never believed.
 */
export function mountData(host: Host, FS: EmscriptenFs, { mountPoint, root, fileBytes }: Mounted): void {
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
    // [".."] is no "..", but becomes one in a path.
    if (typeof name !== "string") return fail("EINVAL");
    if (name === "" || name === "." || name === ".." || /[/\\\0]/.test(name)) return fail("EINVAL");
    const below = `${path}/${name}`;
    return below.length - root.length > PATH_LIMIT ? fail("ENAMETOOLONG") : below;
  };
  const pathOf = (node: FsNode): string => {
    const { parent, name } = node;
    if (parent === node) return root;
    const folder = pathOf(parent);
    // It was one when it was looked up; by now it may be a link that leads out.
    if (folder !== root && !call(() => host.lstatSync(folder)).isDirectory()) return fail("ENOTDIR");
    return child(folder, name);
  };
  /** How far the longest path in a folder reaches below it. */
  const reachOf = (folder: string): number => {
    let reach = 0;
    for (const entry of host.readdirSync(folder, { withFileTypes: true })) {
      const below = entry.isDirectory() ? reachOf(`${folder}/${entry.name}`) : 0;
      reach = Math.max(reach, 1 + entry.name.length + below);
    }
    return reach;
  };
  const checkSize = (bytes: number): void => {
    if (!(bytes <= fileBytes)) fail("EFBIG");
  };
  /** Anything that is no plain file or folder does not exist for Python. */
  const statOf = (path: string) => {
    const stat = call(() => host.lstatSync(path));
    return stat.isFile() || stat.isDirectory() ? stat : fail("ENOENT");
  };

  const { O_RDONLY, O_WRONLY, O_RDWR, O_NOFOLLOW, O_TRUNC, O_APPEND } = host.constants;
  // Kept here and not in the stream, where a cell could put any number: 1 is the pipe to the parent.
  const opened = new WeakMap<object, { readonly handle: number; streams: number }>();
  const handleOf = ({ shared }: FsStream): number => opened.get(shared)?.handle ?? fail("EISDIR");

  let entries = 0;

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
      if (size !== undefined) {
        checkSize(size);
        const handle = call(() => host.openSync(path, O_WRONLY | (O_NOFOLLOW ?? 0)));
        try {
          call(() => host.ftruncateSync(handle, size));
        } finally {
          host.closeSync(handle);
        }
      }
      if (mtime !== undefined) {
        call(() => host.lutimesSync(path, inSeconds(atime ?? mtime), inSeconds(mtime)));
      }
    },
    lookup: (parent: FsNode, name: string) => {
      const stat = statOf(child(pathOf(parent), name));
      return makeNode(parent, name, stat.isDirectory() ? DIRECTORY_MODE : FILE_MODE);
    },
    mknod: (parent: FsNode, name: string, mode: number) => {
      const path = child(pathOf(parent), name);
      const isDirectory = (mode & FORMAT) === DIRECTORY;
      if (entries >= ENTRIES_LIMIT) fail("ENOSPC");
      call(() => (isDirectory ? host.mkdirSync(path) : host.writeFileSync(path, "", { flag: "wx" })));
      entries++;
      return makeNode(parent, name, isDirectory ? DIRECTORY_MODE : FILE_MODE);
    },
    rename: (node: FsNode, newParent: FsNode, newName: string) => {
      const from = pathOf(node);
      const to = child(pathOf(newParent), newName);
      // Paths that grow by moving folders into folders would soon be too long for whoever looks from outside.
      const reach = statOf(from).isDirectory() ? call(() => reachOf(from)) : 0;
      if (to.length - root.length + reach > PATH_LIMIT) fail("ENAMETOOLONG");
      call(() => host.renameSync(from, to));
      node.name = newName;
    },
    unlink: (parent: FsNode, name: string) => {
      call(() => host.unlinkSync(child(pathOf(parent), name)));
      entries--;
    },
    rmdir: (parent: FsNode, name: string) => {
      call(() => host.rmdirSync(child(pathOf(parent), name)));
      entries--;
    },
    readdir: (node: FsNode) => [".", "..", ...call(() => host.readdirSync(pathOf(node)))],
    symlink: () => fail("EPERM"),
    readlink: () => fail("EINVAL"),
  };

  const streamOps = {
    open: (stream: FsStream) => {
      const path = pathOf(stream.node);
      if (statOf(path).isDirectory()) return;
      const access = stream.flags & ACCESS;
      const flags =
        ([O_RDONLY, O_WRONLY, O_RDWR][access] ?? O_RDONLY) |
        ((stream.flags & TRUNCATE) !== 0 ? O_TRUNC : 0) |
        ((stream.flags & APPEND) !== 0 ? O_APPEND : 0) |
        (O_NOFOLLOW ?? 0);
      opened.set(stream.shared, { handle: call(() => host.openSync(path, flags)), streams: 1 });
    },
    dup: ({ shared }: FsStream) => {
      const file = opened.get(shared);
      if (file !== undefined) file.streams++;
    },
    close: ({ shared }: FsStream) => {
      const file = opened.get(shared);
      if (file === undefined || --file.streams > 0) return;
      opened.delete(shared);
      call(() => host.closeSync(file.handle));
    },
    read: (stream: FsStream, into: Uint8Array, at: number, length: number, position: number) =>
      length === 0 ? 0 : call(() => host.readSync(handleOf(stream), into, at, length, position)),
    write: (stream: FsStream, from: Uint8Array, at: number, length: number, position: number) => {
      checkSize(position + length);
      return call(() => host.writeSync(handleOf(stream), from, at, length, position));
    },
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
