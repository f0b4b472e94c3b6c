import { execFile } from "node:child_process";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { homedir, tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { manifest, vsixPath } from "./built.ts";
import { Zip } from "./zip.ts";

const run = promisify(execFile);
const BUDGET = 90_000_000;

const below = (folder: string, which: (name: string) => boolean = () => true): string[] =>
  readdirSync(folder)
    .filter(which)
    .map((name) => `extension/${folder}/${name}`);

/** All that is shipped. Whoever adds something adds it here, and to .vscodeignore. */
const SHIPPED = [
  "[Content_Types].xml",
  "extension.vsixmanifest",
  ...["LICENSE.txt", "readme.md", "changelog.md", "SECURITY.md"].map((name) => `extension/${name}`),
  ...["ThirdPartyNotices.txt", "sbom.cdx.json"].map((name) => `extension/${name}`),
  ...["package.json", "package.nls.json", "package.nls.ko.json"].map((name) => `extension/${name}`),
  "extension/l10n/bundle.l10n.ko.json",
  "extension/media/icon.png",
  "extension/media/icon.svg",
  ...below("media/walkthrough"),
  ...below("samples"),
  "extension/dist/cli.js",
  ...below("dist/cli", (name) => name.endsWith(".js")),
  ...below("dist/extension", (name) => name.endsWith(".js")),
  ...below("dist/panel"),
  "extension/dist/packed/index.json",
  "extension/dist/packed/runtime.zst",
  "extension/dist/python/child.mjs",
  "extension/dist/python/manifest.json",
].sort();

describe("the extension's package", () => {
  const zip = new Zip(vsixPath);

  it("holds what it should, and nothing else", () => {
    expect(zip.names).toEqual(SHIPPED);
    expect(SHIPPED.filter((name) => /\.map$|\.ts$|node_modules/.test(name))).toEqual([]);
  });

  it(`has at most ${BUDGET} bytes`, () => {
    expect(statSync(vsixPath).size).toBeLessThanOrEqual(BUDGET);
  });

  it("has what its manifest names", () => {
    for (const path of [manifest.main, manifest.icon]) {
      expect(zip.names).toContain(`extension/${path.replace("./", "")}`);
    }
    const icon = zip.read(`extension/${manifest.icon}`);
    expect([icon.readUInt32BE(16), icon.readUInt32BE(20)]).toEqual([128, 128]);
  });

  it("needs no newer VS Code than it says", () => {
    const minorOf = (version = ""): string => version.replace(/^\^/, "").split(".").slice(0, 2).join(".");
    expect(minorOf(manifest.devDependencies["@types/vscode"])).toBe(minorOf(manifest.engines.vscode));
  });

  it("tells nothing of the machine and the hour that made it", () => {
    expect(zip.times.size).toBe(1);
    const texts = zip.names.filter((name) => /\.(m?js|json|txt|css)$/.test(name));
    const here = [resolve("."), homedir()].filter((path) => path.length > 5);
    const telling = texts.filter((name) => here.some((path) => zip.read(name).includes(path)));
    expect(telling).toEqual([]);
  });

  it("is of the bundles that lie here", () => {
    for (const name of [
      "dist/cli/main.js",
      "dist/extension/extension.js",
      "dist/panel/main.js",
      "dist/python/manifest.json",
    ]) {
      expect(zip.read(`extension/${name}`).equals(readFileSync(name)), `${name}: run npm run package`).toBe(
        true,
      );
    }
  });
});

describe("what is installed", () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "installed-"));
    await new Zip(vsixPath).extract(folder);
    await writeFile(join(folder, "cell.py"), "import pandas as pd\nprint(pd.Series([1, 2]).sum())\n");
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it("sets up its Python with the first use, once", async () => {
    const args = [join(folder, "extension/dist/cli.js"), "run", join(folder, "cell.py")];
    const env = { ...process.env, INTERPRETER_HOME: join(folder, "home") };
    const first = await run(process.execPath, args, { env, cwd: folder });
    expect(first).toEqual({
      stdout: expect.stringContaining("3"),
      stderr: "Setting up Python, only this once.\n",
    });
    const second = await run(process.execPath, args, { env, cwd: folder });
    expect(second).toEqual({ stdout: first.stdout, stderr: "" });
  });
});
