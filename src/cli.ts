#!/usr/bin/env node
// An older Node cannot load the program at all: its static import of node:sqlite ends in a bare stack trace. So this
// looks first, and has no static import itself. The program is in a folder of its own, beside this file.
const canLoad = typeof process.getBuiltinModule === "function" && process.getBuiltinModule("node:sqlite");
if (canLoad) {
  void import("./cli/main.js");
} else {
  process.stderr.write(
    `interpreter: Node ${process.versions.node} is too old; 22.13 or later is needed. In the project's folder, "npx node dist/cli.js" takes the one that npm installed.\n`,
  );
  process.exitCode = 2;
}
