import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";

// The usual way: Pyodide as it comes, in Node, with its packages loaded from disk.
const SCRIPT = `
import { loadPyodide } from "pyodide";
const pyodide = await loadPyodide({ packageCacheDir: ".cache/wheels" });
await pyodide.loadPackage(["numpy", "pandas", "matplotlib"], { messageCallback() {} });
console.log("ready");
for await (const line of (await import("node:readline")).createInterface({ input: process.stdin })) {
  pyodide.runPython(JSON.parse(line));
  console.log("done");
}
`;

/** Pyodide as its documentation says to use it in Node: what ours is held against. */
export class StockPyodide {
  readonly #process;
  readonly #lines: AsyncIterator<string>;

  static async start(): Promise<StockPyodide> {
    const stock = new StockPyodide();
    await stock.#next("ready");
    return stock;
  }

  private constructor() {
    const args = ["--no-warnings", "--input-type=module", "-e", SCRIPT];
    this.#process = spawn(process.execPath, args, { stdio: ["pipe", "pipe", "inherit"] });
    this.#lines = createInterface({ input: this.#process.stdout })[Symbol.asyncIterator]();
  }

  /** Runs a cell; what it prints is passed over. */
  async run(code: string): Promise<void> {
    this.#process.stdin.write(`${JSON.stringify(code)}\n`);
    await this.#next("done");
  }

  async dispose(): Promise<void> {
    const gone = once(this.#process, "close");
    this.#process.kill("SIGKILL");
    await gone;
  }

  async #next(line: string): Promise<void> {
    for (;;) {
      const { value, done } = await this.#lines.next();
      if (done === true) throw new Error("Stock Pyodide ended.");
      if (value === line) return;
    }
  }
}
