// Takes Node out of Pyodide's glue: what is not there cannot be reached from Python, whatever a cell finds.
const REPLACEMENTS = [
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

/** The glue without Node and without `eval`. Throws when it is not the pinned one. */
export function withoutNode(glue: string): string {
  let text = glue;
  for (const [from, to] of REPLACEMENTS) {
    const count = text.split(from).length - 1;
    if (count !== 1) {
      throw new Error(
        `pyodide.asm.mjs is not the one of the pinned Pyodide: "${from.slice(0, 40)}…" stands ${count} times in it, not once.`,
      );
    }
    text = text.replace(from, () => to);
  }
  const refuse = 'const refuseEval=()=>{throw new Error("eval is disabled")};\n';
  return refuse + text.replace(/(?<![\w.$])eval\(/g, "refuseEval(");
}
