import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, relative, resolve } from "node:path";

const CLI = resolve("dist/cli.js");
if (!existsSync(CLI)) throw new Error("The command is not built: run `npm run build` first.");

interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

interface Watch {
  /** Beside what is needed. */
  env?: Readonly<Record<string, string>>;
  /** Called with all that was printed so far, each time there is more. */
  onOutput?: (printed: string, process: { interrupt: () => void; stopReading: () => void }) => void;
}

export interface Place {
  readonly dir: string;
  /** Where threads are kept. */
  readonly home: string;
  /** Runs the command in `dir`, which is also the person's home. */
  interpreter(args: readonly string[], watch?: Watch): Promise<Ended>;
  /** Paths of all files in `dir`, but for those that are kept in `home`. */
  files(): Promise<string[]>;
  read(path: string): Promise<string>;
  remove(): Promise<void>;
}

/** An empty folder to run the command in. */
export async function openPlace(): Promise<Place> {
  const dir = await mkdtemp(join(tmpdir(), "cli-"));
  const home = join(dir, "home");
  return {
    dir,
    home,
    interpreter: (args, watch) => run(args, dir, home, watch),
    files: async () => {
      const entries = await readdir(dir, { recursive: true, withFileTypes: true });
      const paths = entries
        .filter((entry) => entry.isFile())
        .map((entry) => relative(dir, join(entry.parentPath, entry.name)));
      return paths.filter((path) => !path.startsWith("home/")).sort();
    },
    read: (path) => readFile(join(dir, path), "utf8"),
    remove: () => rm(dir, { recursive: true, force: true }),
  };
}

async function run(
  args: readonly string[],
  dir: string,
  home: string,
  { onOutput, env: more }: Watch = {},
): Promise<Ended> {
  const env = { PATH: process.env["PATH"], HOME: dir, INTERPRETER_HOME: home, ...more };
  const child = spawn(process.execPath, [CLI, ...args], { cwd: dir, env, stdio: ["ignore", "pipe", "pipe"] });
  let [stdout, stderr] = ["", ""];
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    stdout += text;
    onOutput?.(stdout, { interrupt: () => child.kill("SIGINT"), stopReading: () => child.stdout.destroy() });
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
  const [code] = (await once(child, "close")) as [number | null];
  return { code, stdout, stderr };
}
