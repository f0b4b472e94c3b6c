import { existsSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { downloadAndUnzipVSCode, runTests, SilentReporter } from "@vscode/test-electron";

const DOWNLOAD_TIMEOUT_MS = 10_000;

/** Where VS Code is put by its own installers. */
const INSTALLED: Partial<Record<NodeJS.Platform, string[]>> = {
  linux: ["/usr/share/code/code", "/opt/visual-studio-code/code"],
  darwin: ["/Applications/Visual Studio Code.app/Contents/MacOS/Electron"],
  win32: [
    join(homedir(), "AppData", "Local", "Programs", "Microsoft VS Code", "Code.exe"),
    "C:\\Program Files\\Microsoft VS Code\\Code.exe",
  ],
};

/** The desktop VS Code of this machine, or null. */
export function installedDesktop(): string | null {
  return (INSTALLED[process.platform] ?? []).find((path) => existsSync(path)) ?? null;
}

/** A desktop VS Code that can show a window: installed or downloaded; null where there is neither. */
export async function desktopForTests(say: (line: string) => void): Promise<string | null> {
  const { DISPLAY: x11, WAYLAND_DISPLAY: wayland } = process.env;
  if (process.platform === "linux" && x11 === undefined && wayland === undefined) {
    say("There is no display for a desktop VS Code: its server build is used.");
    return null;
  }
  try {
    const reporter = new SilentReporter();
    return installedDesktop() ?? (await downloadAndUnzipVSCode({ timeout: DOWNLOAD_TIMEOUT_MS, reporter }));
  } catch {
    say("No desktop VS Code is installed or can be downloaded: its server build is used.");
    return null;
  }
}

/** Runs a test module inside the extension host of a desktop VS Code, which prints its log by itself. */
export async function runInDesktop(
  executable: string,
  folder: string,
  testsPath: string,
): Promise<{ code: number; log: string }> {
  const code = await runTests({
    vscodeExecutablePath: executable,
    extensionDevelopmentPath: process.cwd(),
    extensionTestsPath: testsPath,
    launchArgs: [folder, "--disable-extensions", "--disable-workspace-trust", "--skip-welcome"],
  });
  return { code, log: "" };
}
