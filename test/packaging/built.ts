import { existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { z } from "zod";

const schema = z.object({
  name: z.string(),
  version: z.string(),
  main: z.string(),
  icon: z.string(),
  engines: z.object({ vscode: z.string() }),
  devDependencies: z.record(z.string(), z.string()),
});

export const manifest = schema.parse(JSON.parse(readFileSync("package.json", "utf8")));

/** The extension's package, as `npm run package` made it. */
export const vsixPath = resolve(`${manifest.name}-${manifest.version}.vsix`);

if (!existsSync(vsixPath)) throw new Error("The package is not built: run `npm run package` first.");
