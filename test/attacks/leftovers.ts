import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Everything that sessions of this file could leave behind: a temporary folder of their own, and our processes. */
export class Leftovers {
  readonly #folder: string;
  readonly #usual: string | undefined;

  /** From now on, temporary folders of this process are made in one that is its own. */
  static async watch(): Promise<Leftovers> {
    return new Leftovers(await mkdtemp(join(tmpdir(), "leftovers-")));
  }

  private constructor(folder: string) {
    this.#folder = folder;
    this.#usual = process.env["TMPDIR"];
    process.env["TMPDIR"] = folder;
  }

  /** Folders by which parents and children know each other. */
  async controlDirs(): Promise<string[]> {
    return (await readdir(this.#folder)).filter((name) => name.startsWith("interpreter-"));
  }

  /** Command lines of the processes that belong to sessions of this file (on Linux, where they can be listed). */
  async processes(): Promise<string[]> {
    if (process.platform !== "linux") return [];
    const commands = (await readdir("/proc"))
      .filter((name) => /^\d+$/.test(name))
      .map((pid) => readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => ""));
    return (await Promise.all(commands)).filter((command) =>
      command.includes(join(this.#folder, "interpreter-")),
    );
  }

  async close(): Promise<void> {
    if (this.#usual === undefined) Reflect.deleteProperty(process.env, "TMPDIR");
    else process.env["TMPDIR"] = this.#usual;
    await rm(this.#folder, { recursive: true, force: true });
  }
}
