import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { bundledFolders } from "../../src/packaging/npmComponents.ts";
import { noticesOf } from "../../src/packaging/notices.ts";
import { sbomOf } from "../../src/packaging/sbom.ts";
import type { SiteImage } from "../../src/packaging/siteImage.ts";
import { thirdParty } from "../../src/packaging/thirdParty.ts";
import { wheelComponents } from "../../src/packaging/wheelComponents.ts";
import { readPackageSet } from "../../src/python/pyodide/packages/lock.ts";
import { vsixPath } from "./built.ts";
import { Zip } from "./zip.ts";

const zip = new Zip(vsixPath);
const notices = zip.read("extension/ThirdPartyNotices.txt").toString();
const sbomText = zip.read("extension/sbom.cdx.json").toString();
const sbom = z
  .object({
    components: z.array(
      z.object({
        name: z.string(),
        version: z.string(),
        purl: z.string(),
        licenses: z.array(z.object({})).min(1),
        hashes: z.array(z.object({ alg: z.string(), content: z.string() })).optional(),
      }),
    ),
  })
  .parse(JSON.parse(sbomText));
const purls = sbom.components.map(({ purl }) => purl);

describe("notices and list of components", () => {
  it("name every npm package of which something is in a bundle, with the text of its licence", async () => {
    const folders = await bundledFolders();
    expect(folders).toEqual(
      expect.arrayContaining(["node_modules/openai", "node_modules/zod", "node_modules/preact"]),
    );
    for (const folder of folders) {
      const { name, version } = z
        .object({ name: z.string(), version: z.string() })
        .parse(JSON.parse(readFileSync(`${folder}/package.json`, "utf8")));
      const purl = `pkg:npm/${name.replace("@", "%40")}@${version}`;
      expect(purls).toContain(purl);
      expect(notices).toContain(purl);
      const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry)) ?? "no licence";
      const text = readFileSync(join(folder, file), "utf8").replace(/\uFEFF|\r/g, "");
      expect(notices, folder).toContain(text.trim());
    }
  });

  it("name every wheel with its hash and its licence", async () => {
    const { wheels } = await readPackageSet();
    expect(wheels.length).toBeGreaterThan(30);
    for (const { sha256 } of wheels) {
      const component = sbom.components.find(({ hashes }) => hashes?.[0]?.content === sha256);
      expect(component?.purl).toMatch(/^pkg:pypi\//);
      expect(notices).toContain(component?.purl);
    }
  });

  it("name Pyodide, Python, its libraries and the fonts", () => {
    for (const name of [
      "pyodide",
      "CPython",
      "SQLite",
      "OpenBLAS",
      "Noto Sans CJK",
      "DejaVu fonts",
      "STIX fonts",
      "@vscode/codicons",
    ]) {
      expect(sbom.components.map((component) => component.name)).toContain(name);
    }
    for (const text of [
      "Mozilla Public License Version 2.0",
      "PYTHON SOFTWARE FOUNDATION LICENSE",
      "SIL OPEN FONT LICENSE",
      "Bitstream Vera",
      "Attribution 4.0 International",
    ]) {
      expect(notices).toContain(text);
    }
  });

  it("are those of what is shipped now, and the same each time", async () => {
    const components = await thirdParty();
    expect(noticesOf(components)).toBe(notices);
    const product = z.object({ name: z.string(), version: z.string(), license: z.string() });
    expect(sbomOf(product.parse(JSON.parse(readFileSync("package.json", "utf8"))), components)).toBe(
      sbomText,
    );
    expect(new Set(purls).size).toBe(purls.length);
  });

  it("cannot be made when the licence of a package is not known", () => {
    const site = { text: () => "Name: pandas-fork\n", paths: [] } as unknown as SiteImage;
    const wheel = { file: "pandas_fork-1.0-py3-none-any.whl", sha256: "" };
    expect(() => wheelComponents([wheel], site, {})).toThrow("The licence of pandas-fork is not known");
  });
});
