/** Takes Node out of the glue: what is not there cannot be reached from Python, whatever a cell finds. */
const WITHOUT_NODE = [
  [
    'var ENVIRONMENT_IS_NODE=globalThis.process?.versions?.node&&globalThis.process?.type!="renderer";',
    "var ENVIRONMENT_IS_NODE=false;",
  ],
  [
    "var ENVIRONMENT_IS_SHELL=!ENVIRONMENT_IS_WEB&&!ENVIRONMENT_IS_NODE&&!ENVIRONMENT_IS_WORKER;",
    "var ENVIRONMENT_IS_SHELL=false;",
  ],
  ["randomFill=view=>{(randomFill=initRandomFill())(view)}", "randomFill=view=>{Module.fillRandom(view)}"],
] as const;

// A snapshot of the heap holds addresses in dynamic libraries: a restored process has to put each library where it was.
// `Module.placement` (child/snapshot.ts) decides; see there for what it records and replays.
const WITH_PLACEMENT = [
  [
    "alignMemory(getMemory(metadata.memorySize+memAlign),memAlign):0",
    "(Module.placement?.memoryBase??alignMemory(getMemory(metadata.memorySize+memAlign),memAlign)):0",
  ],
  [
    "var tableBase=metadata.tableSize?wasmTable.length:0;",
    "var tableBase=metadata.tableSize?wasmTable.length:0;Module.placement?.onPlaced(libName,memoryBase);",
  ],
  ["if(applyRelocs){", "if(applyRelocs&&!Module.placement?.isReplay){"],
  ["if(init){if(runtimeInitialized)", "if(init&&!Module.placement?.isReplay){if(runtimeInitialized)"],
] as const;

// Each library makes the loader look for undefined symbols among all symbols there are: here, among the new ones.
const WITH_QUICK_SYMBOLS = [
  ["var GOT={};", "var GOT={};var newSymbols=[];"],
  [
    'rtn=GOT[symName]=new WebAssembly.Global({value:"i32",mutable:true},-1)',
    'newSymbols.push(symName);rtn=GOT[symName]=new WebAssembly.Global({value:"i32",mutable:true},-1)',
  ],
  [
    "for(var[symName,entry]of Object.entries(GOT)){if(entry.value==-1)",
    "var symbols=newSymbols;newSymbols=[];for(var symName of symbols){var entry=GOT[symName];if(entry.value==-1)",
  ],
] as const;

/** The glue as the child runs it: without Node, and with places for libraries. Throws when it is not the pinned one. */
export function adaptGlue(glue: string): string {
  let text = glue;
  for (const [from, to] of [...WITHOUT_NODE, ...WITH_PLACEMENT, ...WITH_QUICK_SYMBOLS]) {
    const count = text.split(from).length - 1;
    if (count !== 1) {
      throw new Error(
        `pyodide.asm.mjs is not the one of the pinned Pyodide: "${from.slice(0, 40)}…" stands ${count} times in it, not once.`,
      );
    }
    text = text.replace(from, () => to);
  }
  return withoutLoading(text);
}

/**
 * A script without `eval` and without `import()`: a module's `import()` gives all of Node, whatever globals are gone, and
 * a cell can call what uses it (`_api.initializeNodeSockFS` connects by "node:net").
 */
export function withoutLoading(script: string): string {
  const refuse = (name: string): string => `const ${name}=()=>{throw new Error("${name}: not here")};\n`;
  return (
    refuse("refuseEval") +
    refuse("refuseImport") +
    script.replace(/(?<![\w.$])eval\(/g, "refuseEval(").replace(/(?<![\w.$])import\(/g, "refuseImport(")
  );
}
