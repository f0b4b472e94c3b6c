import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { PyodideRuntime } from "../../src/python/pyodide/pyodideRuntime.ts";
import { embedded } from "../python/embedded.ts";

// What is wrong with the "node" that starts the child: a flag it ignores, as an old or altered one would, or one too many.
// Not among them: --no-addons, which the permission model implies, and the internals, which no flag gives away.
const WRONG: readonly { drop?: string; add?: string; missing: string }[] = [
  { drop: "--permission|--allow-fs-*", missing: "Node's permission model" },
  { drop: "--disallow-code-*", missing: "the ban on code from strings" },
  { drop: "--no-experimental-sqlite", missing: "the ban on SQLite" },
  { add: "--allow-addons", missing: "the ban on addons" },
  { add: "--allow-child-process", missing: "the ban on child processes" },
  { add: "--allow-worker", missing: "the ban on worker threads" },
  { add: "--allow-wasi", missing: "the ban on WASI" },
  { add: "--allow-inspector", missing: "the ban on a debugger" },
  { add: "--allow-fs-read=*", missing: "the wall around reading files" },
  { add: "--allow-fs-write=*", missing: "the wall around writing files" },
];

describe("The child refuses to start", () => {
  let dir: string;
  beforeAll(async () => (dir = await mkdtemp(join(tmpdir(), "self-test-"))));
  afterAll(() => rm(dir, { recursive: true }));

  it.skipIf(process.platform === "win32").each(WRONG)(
    "without $missing (not on Windows)",
    async ({ drop = "--none", add = "", missing }) => {
      const nodePath = join(dir, "node.sh");
      const script = `#!/bin/sh
for a; do shift; case "$a" in ${drop}) ;; *) set -- "$@" "$a";; esac; done
exec "${process.execPath}" ${add} "$@"
`;
      await writeFile(nodePath, script, { mode: 0o755 });
      const runtime = new PyodideRuntime({ ...embedded, nodePath, bubblewrap: false });
      const starting = runtime.start(dir).then((started) => started.dispose());
      await expect(starting).rejects.toThrow(/The sandbox is not closed/);
      await expect(starting).rejects.toThrow(missing);
    },
  );
});
