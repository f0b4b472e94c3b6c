// Bundles what ships. `node esbuild.js` builds all; `node esbuild.js panel cli` only those.
import { build } from "esbuild";

const node = { platform: "node", target: "node22", bundle: true, sourcemap: "linked", logLevel: "warning" };

const bundles = {
  extension: {
    ...node,
    entryPoints: ["src/extension.ts"],
    outfile: "dist/extension.cjs",
    format: "cjs",
    external: ["vscode"],
  },
  cli: {
    ...node,
    entryPoints: { cli: "src/cli/start.ts", main: "src/cli/main.ts" },
    outdir: "dist",
    format: "esm",
    external: ["./main.js"],
    // CommonJS packages in an ES module ask for Node's own modules by require.
    banner: {
      js: 'import { createRequire as nodeRequire } from "node:module"; const require = nodeRequire(import.meta.url);',
    },
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
  await build(bundles[name]);
}
