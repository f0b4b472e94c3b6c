// `npm run test:model`: against a real, very small model on this machine. Off by default: its server takes some ten
// minutes to build the first time.
import { defineConfig } from "vitest/config";
import ClosingLine from "../closingLine.ts";

export default defineConfig({
  test: {
    reporters: ["default", new ClosingLine()],
    include: ["test/model/*.test.ts"],
    testTimeout: 600_000,
    hookTimeout: 1_800_000,
    fileParallelism: false,
  },
});
