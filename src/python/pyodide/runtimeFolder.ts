import { InterpreterError, messageOf } from "../../base/errors.ts";
import { fallbackDir, finishFallback } from "./fallbackFolder.ts";
import { type Expected, readManifest, runtimeDamaged, wrongFiles } from "./manifest.ts";
import { unpack } from "./unpack.ts";

/** The runtime of an installed extension: it comes packed, and is unpacked once. */
export interface PackedRuntime {
  /** Absolute folder of the packed files. */
  readonly dir: string;
  /** Absolute folder below which it is unpacked when its own folder cannot be written. */
  readonly fallbackDir: string;
  /** Does the work, and shows meanwhile how far it is: the part that is done, 0 to 1. */
  readonly show: (work: (onProgress: (done: number) => void) => Promise<void>) => Promise<void>;
}

const CANNOT_WRITE = new Set(["EACCES", "EPERM", "EROFS"]);
const NO_ROOM = new Set(["ENOSPC", "EDQUOT"]);

/**
 * The folder from which the runtime of `runtimeDir` can be run: that one as it was built, or after what is missing or
 * damaged was unpacked into it; where it cannot be written, one below the fallback. Throws InterpreterError of kind
 * "session" when there is none.
 */
export async function runtimeFolder(runtimeDir: string, packed: PackedRuntime | undefined): Promise<string> {
  const files = await readManifest(runtimeDir);
  const wrong = await wrongFiles(runtimeDir, files);
  if (isEmpty(wrong)) return runtimeDir;
  if (packed === undefined) throw runtimeDamaged(Object.keys(wrong));
  const fallback = await fallbackDir(runtimeDir, files, packed.fallbackDir);
  try {
    const missing = await wrongFiles(fallback, files);
    if (!isEmpty(missing)) {
      if (await couldUnpack(packed, runtimeDir, wrong)) return runtimeDir;
      await unpackInto(packed, fallback, missing);
    }
    await finishFallback(runtimeDir, fallback);
    return fallback;
  } catch (error) {
    throw asSessionError(error, packed, files);
  }
}

const isEmpty = (files: Expected): boolean => Object.keys(files).length === 0;

/** False when the folder cannot be written. */
async function couldUnpack(packed: PackedRuntime, to: string, files: Expected): Promise<boolean> {
  try {
    await unpackInto(packed, to, files);
    return true;
  } catch (error) {
    if (CANNOT_WRITE.has(codeOf(error))) return false;
    throw error;
  }
}

async function unpackInto({ dir, show }: PackedRuntime, to: string, files: Expected): Promise<void> {
  try {
    await show((onProgress) => unpack({ packedDir: dir, to, files, onProgress }));
  } catch (error) {
    // Two windows may have wanted the last room of a disk at once: what one of them finished is good for both.
    if (!isEmpty(await wrongFiles(to, files))) throw error;
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : "";
}

function asSessionError(error: unknown, packed: PackedRuntime, files: Expected): InterpreterError {
  if (error instanceof InterpreterError) return error;
  const megabytes = Math.ceil(Object.values(files).reduce((sum, { bytes }) => sum + bytes, 0) / 1_000_000);
  const [reason, action] = NO_ROOM.has(codeOf(error))
    ? [`the disk is full, and ${megabytes} MB are needed.`, "Make room, then try again."]
    : [`${messageOf(error)}.`, `Let ${packed.fallbackDir} be written, then try again.`];
  return new InterpreterError("session", "runtime_unpack", `Python could not be set up: ${reason}`, {
    action: `${action} Your threads and files are kept.`,
    cause: error,
  });
}
