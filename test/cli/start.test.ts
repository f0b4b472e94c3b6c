import { spawnSync } from "node:child_process";
import { describe, expect, it } from "vitest";

describe("The command under a Node that is too old", () => {
  it("says so in one line, with what to do", () => {
    // An old Node has no SQLite, or has it only behind a flag.
    const args = ["--no-experimental-sqlite", "dist/cli.js", "--help"];
    const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: "utf8" });
    expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
    expect(stderr).toMatch(
      /^interpreter: Node \S+ is too old; 22\.13 or later is needed\. .*npx node dist\/cli\.js.*\n$/,
    );
  });
});
