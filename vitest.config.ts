import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.{ts,tsx}"],
    exclude: ["test/vscode/**"],
    // Real Python, real SQLite: a file may have to boot an interpreter on a slow machine.
    testTimeout: 60_000,
    hookTimeout: 120_000,
    // Each Python session is a process of some 300 MB.
    maxWorkers: 2,
  },
});
