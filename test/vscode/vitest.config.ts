import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/vscode/suite/**/*.test.ts"],
    // One VS Code at a time, and real acts in it.
    fileParallelism: false,
    testTimeout: 180_000,
    hookTimeout: 300_000,
  },
});
