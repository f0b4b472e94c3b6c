// Bundles what ships. `node esbuild.js` builds all; `node esbuild.js panel cli` only those.
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { build } from "esbuild";

// Zod says what is wrong in fifty languages; as none is chosen anywhere, it is always English: the others, 300 KB, would
// only be read and compiled at each start.
const onlyEnglish = {
  name: "only English",
  setup({ onLoad }) {
    onLoad({ filter: /[\\/]zod[\\/]v4[\\/]locales[\\/]index\.js$/ }, () => ({
      contents: 'export { default as en } from "./en.js";',
      resolveDir: "node_modules/zod/v4/locales",
    }));
  },
};

const node = {
  platform: "node",
  target: "node22",
  bundle: true,
  minify: true,
  // Names stay in stack traces.
  keepNames: true,
  sourcemap: "linked",
  plugins: [onlyEnglish],
  logLevel: "warning",
};

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
    chunkNames: "[name]-[hash]",
    external: ["vscode"],
    banner: asModule,
  },
  start: {
    ...node,
    entryPoints: ["src/cli.ts"],
    outfile: "dist/cli.js",
    format: "esm",
    external: ["./cli/main.js"],
  },
  // Split likewise: Python starts while the rest is loaded.
  cli: {
    ...node,
    entryPoints: ["src/cli/main.ts"],
    outdir: "dist/cli",
    format: "esm",
    splitting: true,
    chunkNames: "[name]-[hash]",
    banner: asModule,
  },
  // The child imports Pyodide's files beside it by path: they are data of the image, not part of the bundle.
  python: {
    ...node,
    entryPoints: ["src/python/pyodide/child/main.ts"],
    outfile: "dist/python/child.mjs",
    format: "esm",
    // What is to be trusted should be easy to read.
    minify: false,
    keepNames: false,
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
  if (bundles[name].splitting === true) rmSync(bundles[name].outdir, { recursive: true, force: true });
  const { metafile } = await build({ ...bundles[name], metafile: true });
  // For the notices: which packages are in it.
  mkdirSync("dist/meta", { recursive: true });
  writeFileSync(`dist/meta/${name}.json`, JSON.stringify(metafile));
}
