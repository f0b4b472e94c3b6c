import { execFile } from "node:child_process";
import { access } from "node:fs/promises";
import { promisify } from "node:util";

const exec = promisify(execFile);
const VENV = ".cache/bench-python";

/** CPython of this machine with numpy, in an environment of its own. */
export class NativePython {
  readonly #path: string;

  /** Makes the environment at the first time. */
  static async open(): Promise<NativePython> {
    const path = process.platform === "win32" ? `${VENV}/Scripts/python.exe` : `${VENV}/bin/python`;
    const isThere = await access(path).then(
      () => true,
      () => false,
    );
    if (!isThere) await exec(process.platform === "win32" ? "python" : "python3", ["-m", "venv", VENV]);
    await exec(path, ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "numpy"]);
    return new NativePython(path);
  }

  private constructor(path: string) {
    this.#path = path;
  }

  /** Milliseconds of `code` itself, without the start of Python and the import of numpy. */
  async timeOf(code: string): Promise<number> {
    const program = [
      "import numpy, time",
      `code = compile(${JSON.stringify(code)}, "cell", "exec")`,
      "begin = time.perf_counter()",
      "exec(code, {})",
      "print((time.perf_counter() - begin) * 1000)",
    ].join("\n");
    return Number((await exec(this.#path, ["-c", program])).stdout);
  }
}
