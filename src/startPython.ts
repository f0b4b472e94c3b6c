import { join } from "node:path";
import type * as vscode from "vscode";
import { dataDirOf } from "./host/dataDir.ts";
import { HOW_TO_RAISE, type Settings } from "./host/settings.ts";
import { showSetUp } from "./host/showSetUp.ts";
import { embeddedPython } from "./python/embeddedPython.ts";
import type { SessionPool } from "./python/sessionPool.ts";
import { threadsFolder } from "./service/store/threadsFolder.ts";

/**
 * The part of the engine that is loaded first. Resolves when Python begins to start, or to be set up: it starts in its own
 * process, while this one, which then has no time for anything else, loads the others.
 */
export async function startPython(
  context: vscode.ExtensionContext,
  settings: Settings,
): Promise<SessionPool> {
  const { promise: setUpBegins, resolve: beginSetUp } = Promise.withResolvers<void>();
  const dist = join(context.extensionUri.fsPath, "dist");
  const sessions = embeddedPython({
    runtimeDir: join(dist, "python"),
    packed: {
      dir: join(dist, "packed"),
      fallbackDir: join(context.globalStorageUri.fsPath, "python"),
      show: async (work) => {
        beginSetUp();
        await showSetUp(work);
      },
    },
    nodePath: process.execPath,
    limits: () => settings.sessionLimits,
    sessionTimes: () => settings.sessionTimes,
    howToRaise: HOW_TO_RAISE,
    spareIn: settings.keepsSpare ? threadsFolder(dataDirOf(context, settings)) : undefined,
  });
  await Promise.race([sessions.warm(), setUpBegins]);
  return sessions;
}
