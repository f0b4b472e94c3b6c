import type fs from "node:fs";
import { createInterface } from "node:readline";

type Execute = (cellId: number, code: string) => unknown;

/** The pipes to the parent, and the file by which it interrupts. */
export interface Connection {
  /** Sends one line of JSON. */
  send: (line: string) => void;
  /** Text from below Python, e.g. of a C library. */
  print: (text: string) => void;
  isInterrupted: () => boolean;
  /**
   * Says that Python is ready and hands cells to it, one line each. `whileWaiting` is run once when there is time before
   * the first of them.
   */
  start: (version: string, execute: Execute, whileWaiting: () => void) => void;
}

const INTERRUPT_CHECK_MS = 50;
// A cell that has waited for Python's start comes at once.
const WAITING_MS = 300;

/** Takes what it needs of Node before the globals are gone. */
export function serve(proc: NodeJS.Process, host: typeof fs, controlFile: string): Connection {
  const { stdin } = proc;
  const { setTimeout, clearTimeout } = globalThis;
  const encoder = new TextEncoder();
  const now = performance.now.bind(performance);
  const send = (line: string): void => writeAll(host, encoder.encode(`${line}\n`));
  const parent = proc.ppid;
  let checkedAt = 0;
  let seen = stampOf(host, controlFile);
  return {
    send,
    print: (text) => send(JSON.stringify({ type: "stream", name: "stdout", text: `${text}\n` })),
    isInterrupted: () => {
      if (now() - checkedAt < INTERRUPT_CHECK_MS) return false;
      checkedAt = now();
      // Whoever asked for this cell is gone: an endless loop must not outlive it. (Bubblewrap sees to that itself.)
      if (proc.ppid !== parent) proc.exit(1);
      const stamp = stampOf(host, controlFile);
      const isNew = stamp > seen;
      seen = stamp;
      return isNew;
    },
    start: (version, execute, whileWaiting) => {
      send(JSON.stringify({ type: "ready", version }));
      const waiting = setTimeout(whileWaiting, WAITING_MS);
      const lines = createInterface({ input: stdin });
      let last: Promise<unknown> = Promise.resolve();
      lines.on("line", (line) => {
        clearTimeout(waiting);
        last = last.then(() => {
          // From our own parent, so trusted: { id, code }.
          const { id, code } = JSON.parse(line) as { id: number; code: string };
          // An interrupt meant for the cell before must not end this one.
          seen = stampOf(host, controlFile);
          // A coroutine when the cell awaits at its top level; what it throws is fatal and ends this process.
          return execute(id, code);
        });
      });
      lines.on("close", () => proc.exit(0));
    },
  };
}

function stampOf(host: typeof fs, controlFile: string): number {
  return host.statSync(controlFile, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}

function writeAll(host: typeof fs, bytes: Uint8Array): void {
  for (let done = 0; done < bytes.length;) {
    try {
      done += host.writeSync(1, bytes, done);
    } catch (error) {
      // A full pipe: the parent is slower than we are.
      if (!(error instanceof Error && "code" in error && error.code === "EAGAIN")) throw error;
    }
  }
}
