import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { parseSync } from "oxc-parser";
import { describe, expect, it } from "vitest";

/**
 * Who may import whom, by path prefix; what a part has in its own folder is always allowed. The first row that fits a
 * file counts. `src/run` means run's ports where another part names them.
 */
const BASICS = ["src/base/", "src/domain/"];
const RUN_PORTS = ["src/run/runner.ts", "src/run/model.ts"];
const PANEL_CONTRACT = ["src/panel/messages.ts", "src/panel/patch.ts", "src/panel/dropLimits.ts"];
const VIEW_SIDE = [...BASICS, "src/thread/", "src/manifest.ts", "vscode"];
const MAY_IMPORT: readonly (readonly [part: string, allowed: readonly string[]])[] = [
  ["src/base/", []],
  ["src/domain/", ["src/base/"]],
  ["src/python/", BASICS],
  ["src/run/hosted/", [...BASICS, "src/run/", "openai"]],
  ["src/run/remote/", [...BASICS, "src/run/", "openai"]],
  ["src/run/", [...BASICS, "src/python/session.ts"]],
  ["src/models/", [...BASICS, "src/run/model.ts", "openai"]],
  ["src/service/", [...BASICS, ...RUN_PORTS, "hono"]],
  ["src/client/", [...BASICS, "openai"]],
  ["src/thread/", [...BASICS, "src/client/"]],
  // For the types of commands' arguments only: nothing of it is left when the program runs.
  ["src/manifest.ts", ["type vscode"]],
  ["src/commands/", VIEW_SIDE],
  ["src/panel/", VIEW_SIDE],
  ["src/outputs/", VIEW_SIDE],
  ["src/editor/", VIEW_SIDE],
  ["src/host/", [...BASICS, "src/run/model.ts", "src/manifest.ts", "vscode"]],
  ["media/panel/", ["src/domain/", "src/base/l10n.ts", "src/manifest.ts", ...PANEL_CONTRACT]],
  ["src/extension.ts", ["src/", "vscode"]],
  ["src/engine.ts", ["src/", "vscode"]],
  ["src/startPython.ts", ["src/", "vscode"]],
  ["src/interpreter.ts", ["src/"]],
  ["src/providerModels.ts", ["src/"]],
  ["src/runners.ts", ["src/"]],
  ["src/tryConnection.ts", ["src/"]],
  ["src/cli.ts", ["src/cli/"]],
  ["src/cli/", ["src/"]],
  // Makes the package, and is not in it.
  ["src/packaging/", ["src/python/pyodide/"]],
];
/** Packages that belong to certain parts; all others may be used anywhere. */
const GUARDED = new Set(["vscode", "hono", "openai"]);

interface Import {
  /** Path of a project file, or name of a package. */
  readonly to: string;
  readonly isTypeOnly: boolean;
}

const files = ["src", "media"].flatMap((root) =>
  readdirSync(root, { recursive: true, encoding: "utf8" })
    .filter((name) => /\.tsx?$/.test(name) && !name.endsWith(".d.ts"))
    .map((name) => join(root, name)),
);
const graph = new Map(files.map((file) => [file, importsOf(file)]));

function importsOf(file: string): Import[] {
  const { module, errors } = parseSync(file, readFileSync(file, "utf8"));
  if (errors.length > 0) throw new Error(`${file} cannot be parsed: ${errors[0]?.message}`);
  const statics = module.staticImports.map(({ moduleRequest, entries }) => ({
    request: moduleRequest.value,
    isTypeOnly: entries.length > 0 && entries.every(({ isType }) => isType),
  }));
  const exported = module.staticExports.flatMap(({ entries }) =>
    entries.flatMap(({ moduleRequest, isType }) =>
      moduleRequest === null ? [] : [{ request: moduleRequest.value, isTypeOnly: isType }],
    ),
  );
  const source = readFileSync(file, "utf8");
  const dynamic = module.dynamicImports.flatMap(({ moduleRequest: { start, end } }) => {
    const literal = /^["'](.*)["']$/.exec(source.slice(start, end));
    return literal === null ? [] : [{ request: literal[1]!, isTypeOnly: false }];
  });
  return [...statics, ...exported, ...dynamic].map(({ request, isTypeOnly }) => ({
    to: request.startsWith(".")
      ? relative(resolve("."), resolve(dirname(file), request))
      : packageOf(request),
    isTypeOnly,
  }));
}

function packageOf(request: string): string {
  return request
    .split("/")
    .slice(0, request.startsWith("@") ? 2 : 1)
    .join("/");
}

describe("the structure", () => {
  it("was seen whole: every file, and every import that a plain search finds", () => {
    expect(files.length).toBeGreaterThan(100);
    for (const file of files) {
      const lines = readFileSync(file, "utf8").match(
        /^(?:(?:import|export)\b.*|\} )from "[^"]+";$|^import "/gm,
      );
      expect(graph.get(file)?.length, file).toBeGreaterThanOrEqual(lines?.length ?? 0);
    }
  });

  it("has a row in the table for every file", () => {
    expect(files.filter((file) => rowOf(file) === undefined)).toEqual([]);
  });

  it("imports only what the table allows", () => {
    const wrong = files.flatMap((file) =>
      (graph.get(file) ?? []).filter((one) => !isAllowed(file, one)).map(({ to }) => `${file} → ${to}`),
    );
    expect(wrong).toEqual([]);
  });

  it("has no cycles", () => {
    expect(findCycle()).toBeNull();
  });
});

function rowOf(file: string) {
  return MAY_IMPORT.find(([part]) => file.startsWith(part));
}

function isAllowed(file: string, { to, isTypeOnly }: Import): boolean {
  const [part, allowed] = rowOf(file) ?? ["", []];
  const isOurs = to.startsWith("src/") || to.startsWith("media/");
  if (!isOurs && !GUARDED.has(to)) return true;
  if (isOurs && part.endsWith("/") && to.startsWith(part)) return true;
  return allowed.some((prefix) =>
    prefix === `type ${to}` ? isTypeOnly : prefix.endsWith("/") ? to.startsWith(prefix) : to === prefix,
  );
}

function findCycle(): string[] | null {
  const done = new Set<string>();
  const visit = (file: string, path: readonly string[]): string[] | null => {
    if (path.includes(file)) return [...path.slice(path.indexOf(file)), file];
    if (done.has(file)) return null;
    for (const { to } of graph.get(file) ?? []) {
      const cycle = visit(to, [...path, file]);
      if (cycle !== null) return cycle;
    }
    done.add(file);
    return null;
  };
  for (const file of files) {
    const cycle = visit(file, []);
    if (cycle !== null) return cycle;
  }
  return null;
}
