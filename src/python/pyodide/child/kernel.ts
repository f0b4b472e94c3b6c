import type { PyodideInterface } from "pyodide";
import type { Connection } from "./serve.ts";

type Execute = (cellId: number, code: string) => unknown;
type Create = (send: (line: string) => void) => Execute;

// The snapshot has one state of the random generators for all processes, so they are seeded anew.
const CREATE = `
import os, random, sys
os.chdir("/mnt/data")
random.seed()
sys.modules["numpy.random"].seed()
kernel_names["create"], kernel_names["try_out"]
`;

/** Lets the kernel, which came with the snapshot, serve the connection. */
export function startKernel(pyodide: PyodideInterface, connection: Connection): void {
  makeInterruptible(pyodide, connection);
  const [create, tryOut] = pyodide.runPython(CREATE) as Iterable<unknown> as [Create, () => void];
  connection.start(pyodide.version, create(connection.send), tryOut);
}

function makeInterruptible(pyodide: PyodideInterface, connection: Connection): void {
  // Python's loop asks index 0 now and then; 2 is SIGINT. No thread or shared memory is needed for that.
  const buffer = {
    get 0() {
      return connection.isInterrupted() ? 2 : 0;
    },
    set 0(_value: number) {},
  };
  pyodide.setInterruptBuffer(buffer as unknown as Uint8Array);
}
