import { execFile } from "node:child_process";
import { access } from "node:fs/promises";
import { dirname } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);
const PATHS = ["/usr/bin/bwrap", "/usr/local/bin/bwrap", "/bin/bwrap"];
// Where programs find their shared libraries; what is not there is left out.
const SYSTEM = [
  "/usr",
  "/lib",
  "/lib32",
  "/lib64",
  "/bin",
  "/etc/ld.so.cache",
  "/etc/ld.so.conf",
  "/etc/alternatives",
];

/** What the sandboxed program may see: folders to read, and one or more to read and write. */
export interface Visible {
  readonly readable: readonly string[];
  readonly writable: readonly string[];
}

/**
 * Arguments of bubblewrap in front of a program's own: no network, no other processes, no file but the visible ones, and
 * it ends with its parent. Its process id is written to file descriptor 3.
 */
export function bubblewrapArgs({ readable, writable }: Visible): string[] {
  return [
    ...["--unshare-all", "--die-with-parent", "--new-session", "--as-pid-1", "--cap-drop", "ALL"],
    ...["--clearenv", "--setenv", "ELECTRON_RUN_AS_NODE", "1"],
    // The root is a new, empty one, so that mount points are made in it and never in anyone's folder.
    ...["--proc", "/proc", "--dev", "/dev", "--tmpfs", "/tmp"],
    ...[...SYSTEM, ...readable].flatMap((path) => ["--ro-bind-try", path, path]),
    ...writable.flatMap((path) => ["--bind", path, path]),
    ...["--info-fd", "3", "--"],
  ];
}

let found: Promise<string | null> | undefined;

/** The path of a bubblewrap that works on this machine, or null; tried once. */
export function findBubblewrap(): Promise<string | null> {
  found ??= find();
  return found;
}

async function find(): Promise<string | null> {
  if (process.platform !== "linux") return null;
  for (const path of PATHS) {
    try {
      await access(path);
      // Present is not enough: some systems forbid user namespaces.
      const args = bubblewrapArgs({ readable: [dirname(path)], writable: [] }).filter((arg) => arg !== "--");
      await run(path, [...withoutInfo(args), "true"]);
      return path;
    } catch {
      // The next one, or none.
    }
  }
  return null;
}

function withoutInfo(args: readonly string[]): string[] {
  return args.filter((arg, index) => arg !== "--info-fd" && args[index - 1] !== "--info-fd");
}
