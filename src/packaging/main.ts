// `npm run package`: makes code-interpreter-<version>.vsix of what `npm run build` made. The same sources give the same
// bytes.
import { readFile, stat, writeFile } from "node:fs/promises";
import { createVSIX } from "@vscode/vsce";
import { z } from "zod";
import { packRuntime } from "../python/pyodide/packages/pack.ts";
import { noticesOf } from "./notices.ts";
import { sbomOf } from "./sbom.ts";
import { thirdParty } from "./thirdParty.ts";

/** What the marketplace and people's patience allow, in bytes. */
const BUDGET = 90_000_000;

const manifestSchema = z.object({
  name: z.string(),
  version: z.string(),
  license: z.string(),
  repository: z.unknown().optional(),
});
const manifest = manifestSchema.parse(JSON.parse(await readFile("package.json", "utf8")));
const say = (line: string): void => void process.stdout.write(`${line}\n`);

say("Packing the embedded Python; what has not changed is taken from the cache.");
await packRuntime("dist/python", "dist/packed", ".cache/packed");
const components = await thirdParty();
await writeFile("ThirdPartyNotices.txt", noticesOf(components));
await writeFile("sbom.cdx.json", sbomOf(manifest, components));
say(`ThirdPartyNotices.txt and sbom.cdx.json name ${components.length} components.`);

const packagePath = `${manifest.name}-${manifest.version}.vsix`;
// All times in the archive are this one, in the zone of everybody.
process.env["SOURCE_DATE_EPOCH"] = String(Date.UTC(2026, 0, 1) / 1000);
process.env["TZ"] = "UTC";
await createVSIX({
  packagePath,
  // They are in the bundles.
  dependencies: false,
  // Without a place where the sources are, links of the README stay as they are.
  allowMissingRepository: true,
  rewriteRelativeLinks: manifest.repository !== undefined,
});
const { size } = await stat(packagePath);
if (size > BUDGET) throw new Error(`${packagePath} has ${size} bytes; ${BUDGET} are allowed.`);
