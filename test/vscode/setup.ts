import { execFile } from "node:child_process";
import { access, mkdir, mkdtemp, rename, rm, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);

const CODE_SERVER = "4.139.1";
const CACHE = resolve(".vscode-test");

/**
 * VS Code's server build out of npm, in the cache folder: its main script. Installed once; an installation that was
 * cut off is not taken for a whole one.
 */
export async function ensureServer(say: (line: string) => void): Promise<string> {
  const home = join(CACHE, `code-server-${CODE_SERVER}`);
  const main = join(home, "node_modules/code-server/lib/vscode/out/server-main.js");
  if (await exists(main)) return main;
  say(`Installing VS Code's server build (code-server ${CODE_SERVER}) into ${CACHE}; this is done once.`);
  await mkdir(CACHE, { recursive: true });
  const temporary = await mkdtemp(join(CACHE, ".install-"));
  try {
    await writeFile(join(temporary, "package.json"), '{ "private": true }');
    await npm(temporary, "install", "--ignore-scripts", "--no-save", `code-server@${CODE_SERVER}`);
    const vscode = join(temporary, "node_modules/code-server/lib/vscode");
    await npm(vscode, "install", "--omit=dev", "--ignore-scripts");
    await rm(home, { recursive: true, force: true });
    await rename(temporary, home);
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
  return main;
}

async function npm(cwd: string, ...args: string[]): Promise<void> {
  try {
    await run("npm", [...args, "--no-audit", "--no-fund", "--loglevel=error"], {
      cwd,
      maxBuffer: 64 * 1024 * 1024,
      shell: process.platform === "win32",
    });
  } catch (cause) {
    throw new Error(
      `npm could not install VS Code's server build: ${cause instanceof Error ? cause.message.slice(-800) : String(cause)}`,
      { cause },
    );
  }
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
