import { mkdtemp, rm } from "node:fs/promises";
import { join, resolve } from "node:path";
import { build } from "esbuild";
import { afterAll, beforeAll, expect, it } from "vitest";
import { desktopForTests, runInDesktop } from "../desktop.ts";
import { VsCode } from "../launch.ts";

let code: VsCode;
let outDir: string;
beforeAll(async () => {
  code = await VsCode.start();
  outDir = await mkdtemp(resolve(".vscode-test/host-"));
});
afterAll(async () => {
  await code.stop();
  await rm(outDir, { recursive: true, force: true });
});

it("serves code inside VS Code: commands, and outputs as a folder", async () => {
  const testsPath = join(outDir, "main.cjs");
  await build({
    entryPoints: ["test/vscode/host/main.ts"],
    outfile: testsPath,
    bundle: true,
    platform: "node",
    format: "cjs",
    external: ["vscode"],
  });
  const desktop = await desktopForTests((line) => void process.stdout.write(`${line}\n`));
  const result =
    desktop === null ? await code.runInHost(testsPath) : await runInDesktop(desktop, code.folder, testsPath);
  expect(result.code, result.log).toBe(0);
});
