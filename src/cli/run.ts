import { copyFile, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { PyodideRuntime } from "../python/pyodide/pyodideRuntime.ts";
import type { CellOutput, CellResult } from "../python/session.ts";
import { pictureName, pictureOf } from "../run/pictures.ts";
import { assertFile, type CodeLimits, usage } from "./arguments.ts";
import { pythonOptions } from "./places.ts";
import { assertFolder } from "./saveFiles.ts";

interface Request {
  readonly files: readonly string[];
  readonly data: readonly string[];
  readonly outDir: string;
  readonly limits: CodeLimits;
}

/** `interpreter run`: a file of Python as one cell in a session of its own. Resolves to the exit code. */
export async function run({ files, data, outDir, limits }: Request, signal: AbortSignal): Promise<number> {
  const [script, ...others] = files;
  if (script === undefined || others.length > 0) throw usage("Name one file of Python to run.");
  await Promise.all([...[script, ...data].map(assertFile), assertFolder(outDir)]);
  const dataDir = await mkdtemp(join(tmpdir(), "interpreter-data-"));
  try {
    for (const path of data) await copyFile(path, join(dataDir, basename(path)));
    const code = await readFile(script, "utf8");
    const started = await new PyodideRuntime(pythonOptions(limits.session)).start(dataDir, signal);
    const session = await started.attach(dataDir);
    const printer = new Printer();
    const timeoutMs = limits.cellTimeoutMs;
    const result = await session.execute(code, { signal, timeoutMs, onOutput: printer.show });
    await session.dispose();
    await save(result, printer.pictures, dataDir, outDir);
    if (result.reason !== undefined) process.stderr.write(`interpreter: ${result.reason}\n`);
    return result.end === "ok" ? 0 : 1;
  } finally {
    await rm(dataDir, { recursive: true, force: true });
  }
}

/** Shows what comes, and keeps the pictures for later. */
class Printer {
  readonly pictures = new Map<string, Uint8Array>();

  readonly show = (output: CellOutput): void => {
    switch (output.kind) {
      case "stream":
        process[output.name].write(output.text);
        break;
      case "error":
        process.stderr.write(`${output.traceback}\n`);
        break;
      case "display":
        this.#display(output);
        break;
    }
  };

  #display(output: Extract<CellOutput, { kind: "display" }>): void {
    const picture = pictureOf(output);
    const text = output.data["text/plain"];
    if (picture !== null) this.pictures.set(pictureName(picture, [...this.pictures.keys()]), picture.bytes);
    else if (typeof text === "string") process.stdout.write(`${text}\n`);
  }
}

async function save(
  { files }: CellResult,
  pictures: ReadonlyMap<string, Uint8Array>,
  dataDir: string,
  outDir: string,
): Promise<void> {
  const place = async (name: string): Promise<string> => {
    const path = join(outDir, name);
    await mkdir(dirname(path), { recursive: true });
    process.stderr.write(`wrote ${path}\n`);
    return path;
  };
  for (const { name, change } of files) {
    if (change !== "deleted") await copyFile(join(dataDir, name), await place(name));
  }
  for (const [name, bytes] of pictures) await writeFile(await place(name), bytes);
}
