import { mkdtemp, rm } from "node:fs/promises";
import { join, resolve } from "node:path";
import { build } from "esbuild";
import { afterAll, beforeAll, expect, it } from "vitest";
import { VsCode } from "../launch.ts";

let code: VsCode;
let outDir: string;
beforeAll(async () => {
  code = await VsCode.start();
  await code.addExtension("test/vscode/modelProvider");
  outDir = await mkdtemp(resolve(".vscode-test/models-"));
});
afterAll(async () => {
  await code.stop();
  await rm(outDir, { recursive: true, force: true });
});

it("models that VS Code offers are models like any other", async () => {
  const testsPath = join(outDir, "models.cjs");
  await build({
    entryPoints: ["test/vscode/host/models.ts"],
    outfile: testsPath,
    bundle: true,
    platform: "node",
    format: "cjs",
    external: ["vscode"],
  });
  const result = await code.runInHost(testsPath);
  expect(result.code, result.log).toBe(0);
});
