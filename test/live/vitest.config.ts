// `npm run test:live`: against real providers, which cost money and need keys. Off by default; those whose variables are
// not set are named as not run.
import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    // Every test by its name, with why it was not run.
    reporters: ["verbose"],
    include: ["test/live/*.test.ts"],
    testTimeout: 900_000,
    fileParallelism: false,
  },
});
