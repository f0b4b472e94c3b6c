import type { FileRef } from "../../../domain/file.ts";
import { type CellResult, oneLine, pathOf, type Playbook } from "../playbook.ts";
import { type Facts, factsOf, failureOf } from "../results.ts";
import { count, literal } from "../words.ts";

/** A Python file: what it is made of, then it runs as it is, in its folder. */
export function* pythonPlaybook(file: FileRef): Playbook {
  const name = literal(file.name);
  const looked = yield { say: `I'll read ${name}, then run it.`, code: structureCode(file) };
  const failure = failureOf(looked);
  if (failure !== null) return `**${name}** could not be read as Python: \`${failure}\``;
  const facts = factsOf(looked);
  const made = madeOf(name, facts);
  const broken = facts.get("syntax error");
  if (broken !== undefined) {
    return `${made}\n\nIt is not valid Python, so I did not run it: line ${facts.get("line")}: \`${broken}\``;
  }
  const ran = yield { say: "It is valid Python; now it runs, as it is.", code: runCode(file) };
  return `${outcomeOf(file, ran)}\n\n${made}`;
}

function outcomeOf(file: FileRef, ran: CellResult): string {
  const name = `**${literal(file.name)}**`;
  const error = ran.outputs.findLast((output) => output.kind === "error");
  if (error !== undefined) {
    const line = lastLineIn(file, error.traceback);
    const where = line === null ? "" : ` in line ${line}`;
    return `${name} ended with an error${where}: \`${failureOf(ran) ?? ""}\`. I did not change it.`;
  }
  if (ran.failed) return `${name} did not run to its end: \`${failureOf(ran) ?? ""}\``;
  return ran.outputs.length > 0 ? `${name} ran; its output is above.` : `${name} ran and printed nothing.`;
}

/** The innermost line of the file itself that was running. */
function lastLineIn(file: FileRef, traceback: string): string | null {
  const before = `File "/mnt/data/${file.name}", line `;
  const at = traceback.lastIndexOf(before);
  return at < 0 ? null : (/^\d+/.exec(traceback.slice(at + before.length))?.[0] ?? null);
}

function madeOf(name: string, facts: Facts): string {
  const [lines, functions, classes] = [
    count(facts.get("lines"), "line"),
    count(facts.get("functions"), "function"),
    `${facts.get("classes") ?? ""} ${facts.get("classes") === "1" ? "class" : "classes"}`,
  ];
  if (!facts.has("functions")) return `**${name}** has ${lines}.`;
  const imports = facts.get("imports");
  const reading = imports === undefined ? "" : ` It imports ${literal(imports)}.`;
  const long = facts.get("longest function");
  const longest = long === undefined ? "" : ` Its longest function is ${literal(long)}.`;
  return `**${name}** has ${lines}, ${functions} and ${classes}.${reading}${longest}`;
}

function structureCode(file: FileRef): string {
  return `# See what ${oneLine(file.name)} is made of
import ast
import tokenize

import pandas as pd

rows = []
with tokenize.open(${pathOf(file)}) as file:
    source = file.read()
print(f"lines: {len(source.splitlines())}")
try:
    tree = ast.parse(source)
except SyntaxError as error:
    print(f"syntax error: {error.msg}")
    print(f"line: {error.lineno}")
else:
    functions = [node for node in ast.walk(tree) if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))]
    classes = [node for node in ast.walk(tree) if isinstance(node, ast.ClassDef)]
    modules = [alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names]
    modules += [node.module or "." for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    print(f"functions: {len(functions)}")
    print(f"classes: {len(classes)}")
    if modules:
        print(f"imports: {', '.join(dict.fromkeys(modules))}")
    rows = [{"line": node.lineno, "what": "class" if isinstance(node, ast.ClassDef) else "function", "name": node.name,
             "lines": node.end_lineno - node.lineno + 1, "says": (ast.get_docstring(node) or "").split("\\n")[0][:80]}
            for node in sorted([*functions, *classes], key=lambda node: node.lineno)]
    if functions:
        longest = max(rows, key=lambda row: (row["what"] == "function", row["lines"]))
        print(f"longest function: {longest['name']} ({longest['lines']} lines)")
pd.DataFrame(rows) if rows else None
`;
}

function runCode(file: FileRef): string {
  return `# Run ${oneLine(file.name)} as it is
import os
import runpy
import sys
import traceback

path = ${pathOf(file)}
os.chdir(os.path.dirname(path))
sys.argv = [path]
# Its neighbours can be imported, as when it is run from its folder
if os.path.dirname(path) not in sys.path:
    sys.path.insert(0, os.path.dirname(path))
try:
    ran = runpy.run_path(path, run_name="__main__")
except Exception as error:
    lines = [frame.lineno for frame in traceback.extract_tb(error.__traceback__) if frame.filename == path]
    if lines:
        print(f"It ended in line {lines[-1]}.", file=sys.stderr)
    raise
`;
}
