// Bundles what ships. `node esbuild.js` builds all; `node esbuild.js panel cli` only those.
import { rmSync } from "node:fs";
import { build } from "esbuild";

const node = { platform: "node", target: "node22", bundle: true, sourcemap: "linked", logLevel: "warning" };

// CommonJS packages in an ES module ask for Node's own modules by require.
const asModule = {
  js: 'import { createRequire as nodeRequire } from "node:module"; const require = nodeRequire(import.meta.url);',
};

const bundles = {
  // Split where the source imports late: what VS Code loads at its start is small.
  extension: {
    ...node,
    entryPoints: ["src/extension.ts"],
    outdir: "dist/extension",
    format: "esm",
    splitting: true,
    minify: true,
    keepNames: true,
    chunkNames: "[name]-[hash]",
    external: ["vscode"],
    banner: asModule,
  },
  cli: {
    ...node,
    entryPoints: { cli: "src/cli/start.ts", main: "src/cli/main.ts" },
    outdir: "dist",
    format: "esm",
    external: ["./main.js"],
    banner: asModule,
  },
  // The child imports Pyodide's files beside it by path: they are data of the image, not part of the bundle.
  python: {
    ...node,
    entryPoints: ["src/python/pyodide/child/main.ts"],
    outfile: "dist/python/child.mjs",
    format: "esm",
  },
  panel: {
    entryPoints: { main: "media/panel/main.tsx" },
    outdir: "dist/panel",
    bundle: true,
    format: "iife",
    target: "es2022",
    minify: true,
    loader: { ".ttf": "file" },
    alias: { entities: "./media/panel/entities.ts" },
    logLevel: "warning",
  },
};

const names = process.argv.slice(2);
for (const name of names.length > 0 ? names : Object.keys(bundles)) {
  if (!(name in bundles))
    throw new Error(`No bundle "${name}"; there are: ${Object.keys(bundles).join(", ")}.`);
  // Names of pieces change with their content: what an earlier build left would be packaged, too.
  if (name === "extension") rmSync(bundles.extension.outdir, { recursive: true, force: true });
  await build(bundles[name]);
}
