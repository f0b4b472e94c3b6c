import type { Reporter, TestModule } from "vitest/node";

/** Ends the output with one plain line that counts, and lets a run fail that left tests out. */
export default class ClosingLine implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const count = { passed: 0, failed: 0, skipped: 0, pending: 0 };
    for (const module of modules) {
      const failedBefore = count.failed;
      for (const test of module.children.allTests()) count[test.result().state]++;
      // A file that fails outside of its tests counts as one.
      if (module.state() === "failed" && count.failed === failedBefore) count.failed++;
    }
    const leftOut = count.skipped + count.pending;
    if (leftOut > 0) process.exitCode = 1;
    process.stdout.write(`\n${count.passed} passed, ${count.failed} failed, ${leftOut} skipped\n`);
  }
}
