// Everything package.json contributes, by id. A test holds the two to each other.
import type { Uri } from "vscode";

/** A file of a thread: a row of the Outputs view, or a file in the panel. */
export interface FileArgument {
  readonly uri: Uri;
}

/** A thread: a row of the Outputs view or of the history. */
export interface ThreadArgument {
  readonly threadId: string;
}

/** Arguments that each command may be called with; all of them optional, as the palette passes none. */
export interface CommandArguments {
  "codeInterpreter.analyzeFile": [first?: Uri | FileArgument, all?: readonly (Uri | FileArgument)[]];
  "codeInterpreter.analyzeSelection": [];
  "codeInterpreter.runSelection": [];
  "codeInterpreter.ask": [question?: string];
  "codeInterpreter.newThread": [];
  "codeInterpreter.openThread": [thread?: ThreadArgument];
  "codeInterpreter.stop": [];
  "codeInterpreter.interruptCell": [];
  "codeInterpreter.retry": [];
  "codeInterpreter.restartSession": [];
  "codeInterpreter.showOutputs": [];
  "codeInterpreter.revealOutput": [file?: FileArgument];
  "codeInterpreter.saveOutput": [file?: FileArgument];
  "codeInterpreter.saveAllOutputs": [thread?: ThreadArgument];
  "codeInterpreter.compareWithOriginal": [file?: FileArgument];
  "codeInterpreter.addOutputsToWorkspace": [];
  "codeInterpreter.exportNotebook": [];
  "codeInterpreter.exportMarkdown": [];
  "codeInterpreter.exportPython": [];
  "codeInterpreter.openTranscriptAsText": [];
  "codeInterpreter.importThreads": [exported?: readonly Uri[]];
  "codeInterpreter.selectModel": [];
  "codeInterpreter.selectConnection": [];
  "codeInterpreter.addConnection": [];
  "codeInterpreter.testConnection": [];
  "codeInterpreter.removeConnection": [];
  "codeInterpreter.setApiKey": [];
  "codeInterpreter.clearApiKey": [];
  "codeInterpreter.startServer": [];
  "codeInterpreter.stopServer": [];
  "codeInterpreter.showLog": [];
  "codeInterpreter.copyDiagnostics": [];
}
export type CommandId = keyof CommandArguments;

export const COMMANDS = {
  analyzeFile: "codeInterpreter.analyzeFile",
  analyzeSelection: "codeInterpreter.analyzeSelection",
  runSelection: "codeInterpreter.runSelection",
  ask: "codeInterpreter.ask",
  newThread: "codeInterpreter.newThread",
  openThread: "codeInterpreter.openThread",
  stop: "codeInterpreter.stop",
  interruptCell: "codeInterpreter.interruptCell",
  retry: "codeInterpreter.retry",
  restartSession: "codeInterpreter.restartSession",
  showOutputs: "codeInterpreter.showOutputs",
  revealOutput: "codeInterpreter.revealOutput",
  saveOutput: "codeInterpreter.saveOutput",
  saveAllOutputs: "codeInterpreter.saveAllOutputs",
  compareWithOriginal: "codeInterpreter.compareWithOriginal",
  addOutputsToWorkspace: "codeInterpreter.addOutputsToWorkspace",
  exportNotebook: "codeInterpreter.exportNotebook",
  exportMarkdown: "codeInterpreter.exportMarkdown",
  exportPython: "codeInterpreter.exportPython",
  openTranscriptAsText: "codeInterpreter.openTranscriptAsText",
  importThreads: "codeInterpreter.importThreads",
  selectModel: "codeInterpreter.selectModel",
  selectConnection: "codeInterpreter.selectConnection",
  addConnection: "codeInterpreter.addConnection",
  testConnection: "codeInterpreter.testConnection",
  removeConnection: "codeInterpreter.removeConnection",
  setApiKey: "codeInterpreter.setApiKey",
  clearApiKey: "codeInterpreter.clearApiKey",
  startServer: "codeInterpreter.startServer",
  stopServer: "codeInterpreter.stopServer",
  showLog: "codeInterpreter.showLog",
  copyDiagnostics: "codeInterpreter.copyDiagnostics",
} as const satisfies Record<string, CommandId>;

export const VIEWS = { chat: "codeInterpreter.chat", outputs: "codeInterpreter.outputs" } as const;

export const SETTINGS = {
  connection: "codeInterpreter.connection",
  connections: "codeInterpreter.connections",
  provider: "codeInterpreter.provider",
  endpoint: "codeInterpreter.endpoint",
  model: "codeInterpreter.model",
  headers: "codeInterpreter.headers",
  autoOpenPanel: "codeInterpreter.autoOpenPanel",
  followUpSuggestions: "codeInterpreter.followUpSuggestions",
  runtime: "codeInterpreter.runtime",
  cellTimeoutSeconds: "codeInterpreter.cellTimeoutSeconds",
  memoryMegabytes: "codeInterpreter.memoryMegabytes",
  outputMegabytes: "codeInterpreter.outputMegabytes",
  fileMegabytes: "codeInterpreter.fileMegabytes",
  sessionIdleMinutes: "codeInterpreter.sessionIdleMinutes",
  sessionLifetimeMinutes: "codeInterpreter.sessionLifetimeMinutes",
  historyFolder: "codeInterpreter.historyFolder",
} as const;

export const CONTEXT_KEYS = {
  /** The open thread has a run that works. */
  busy: "codeInterpreter.busy",
  /** A thread with at least one question is open. */
  hasThread: "codeInterpreter.hasThread",
  serverRunning: "codeInterpreter.serverRunning",
} as const;

/** Scheme of the virtual folder: interpreter:/<thread>/<file>. */
export const SCHEME = "interpreter";
