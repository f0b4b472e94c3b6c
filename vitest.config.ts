import { defineConfig } from "vitest/config";
import ClosingLine from "./test/closingLine.ts";

export default defineConfig({
  test: {
    reporters: ["default", new ClosingLine()],
    projects: [
      {
        test: {
          name: "unit",
          include: ["test/**/*.test.{ts,tsx}"],
          exclude: ["test/vscode/**", "test/model/**", "test/live/**"],
          globalSetup: ["test/setup.ts"],
          // Real Python, real SQLite: a file may have to boot an interpreter on a slow machine.
          testTimeout: 60_000,
          hookTimeout: 120_000,
          // Each Python session is a process of some 300 MB.
          maxWorkers: 2,
          sequence: { groupOrder: 0 },
        },
      },
      {
        test: {
          name: "vscode",
          include: ["test/vscode/suite/**/*.test.ts"],
          testTimeout: 240_000,
          hookTimeout: 300_000,
          // One VS Code at a time, and real acts in it: now and then a busy window swallows one. What fails twice fails.
          retry: 1,
          maxWorkers: 1,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
