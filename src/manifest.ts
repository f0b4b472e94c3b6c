// Everything package.json contributes, by id. A test holds the two to each other.
import type { Uri } from "vscode";

/** Arguments that each command may be called with; all of them optional, as the palette passes none. */
export interface CommandArguments {
  "codeInterpreter.analyzeFile": [uri?: Uri, uris?: readonly Uri[]];
  "codeInterpreter.analyzeSelection": [];
  "codeInterpreter.newThread": [];
  "codeInterpreter.stop": [];
  "codeInterpreter.saveOutput": [item?: { readonly uri: Uri }];
  "codeInterpreter.setApiKey": [];
  "codeInterpreter.clearApiKey": [];
  "codeInterpreter.showLog": [];
}
export type CommandId = keyof CommandArguments;

export const COMMANDS = {
  analyzeFile: "codeInterpreter.analyzeFile",
  analyzeSelection: "codeInterpreter.analyzeSelection",
  newThread: "codeInterpreter.newThread",
  stop: "codeInterpreter.stop",
  saveOutput: "codeInterpreter.saveOutput",
  setApiKey: "codeInterpreter.setApiKey",
  clearApiKey: "codeInterpreter.clearApiKey",
  showLog: "codeInterpreter.showLog",
} as const satisfies Record<string, CommandId>;

export const VIEWS = { chat: "codeInterpreter.chat", outputs: "codeInterpreter.outputs" } as const;

export const SETTINGS = {
  endpoint: "codeInterpreter.endpoint",
  model: "codeInterpreter.model",
  headers: "codeInterpreter.headers",
  cellTimeoutSeconds: "codeInterpreter.cellTimeoutSeconds",
  memoryMegabytes: "codeInterpreter.memoryMegabytes",
  outputMegabytes: "codeInterpreter.outputMegabytes",
  fileMegabytes: "codeInterpreter.fileMegabytes",
  sessionIdleMinutes: "codeInterpreter.sessionIdleMinutes",
  sessionLifetimeMinutes: "codeInterpreter.sessionLifetimeMinutes",
} as const;

export const CONTEXT_KEYS = { busy: "codeInterpreter.busy" } as const;

/** Scheme of the virtual folder: interpreter:/<thread>/<file>. */
export const SCHEME = "interpreter";
