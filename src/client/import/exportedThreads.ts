import { basename, dirname, extname } from "node:path";
import { InterpreterError } from "../../base/errors.ts";
import { t } from "../../base/l10n.ts";
import type { ExportFolder } from "./exportFolder.ts";
import type { Found, Kind } from "./objectsIn.ts";

/** A thread of an export, as the service takes it. */
export interface ExportedThread {
  readonly id: string;
  readonly body: Readonly<Record<"messages" | "runs" | "steps" | "files", readonly object[]>> & {
    readonly thread: object;
  };
}

/** The threads that the objects belong to; one of which the export has no object is known by its messages. */
export function exportedThreads({ objects }: ExportFolder): ExportedThread[] {
  const of = (kind: Kind): readonly Found[] => objects.filter((found) => found.kind === kind);
  const runThreads = new Map(of("run").map((run) => [run.value["id"], threadIn(run)]));
  const threadOf = (found: Found): string | undefined =>
    found.kind === "thread" ? idOf(found) : (threadIn(found) ?? runThreads.get(found.value["run_id"]));
  const ids = new Set(objects.flatMap((found) => (found.kind === "file" ? [] : (threadOf(found) ?? []))));
  const [only] = ids.size === 1 ? ids : [];
  const files = of("file").map(({ value }) => value);
  const belong = (kind: Kind, id: string): object[] =>
    of(kind)
      .filter((found) => (threadOf(found) ?? only) === id)
      .map(({ value }) => value);
  const stray = objects.find((found) => found.kind !== "file" && (threadOf(found) ?? only) === undefined);
  if (stray !== undefined) throw noThread(stray);
  return [...ids].map((id) => ({
    id,
    body: {
      thread: belong("thread", id)[0] ?? { id },
      messages: belong("message", id),
      runs: belong("run", id),
      steps: belong("step", id),
      files,
    },
  }));
}

function threadIn({ value, threadId }: Found): string | undefined {
  const named = value["thread_id"];
  return typeof named === "string" ? named : threadId;
}

function idOf({ value }: Found): string {
  return typeof value["id"] === "string" ? value["id"] : "";
}

function noThread(found: Found): InterpreterError {
  return new InterpreterError(
    "user",
    "no_thread",
    t("{0} does not say which thread it belongs to.", idOf(found)),
    {
      action: t("Import it together with its thread."),
    },
  );
}

/** Where the content of each file lies: under its id or, if that is clear, under its name. */
export class Contents {
  readonly #byId = new Map<string, string>();
  readonly #byName = new Map<string, string[]>();
  readonly #names = new Map<string, string>();

  constructor({ objects, contents }: ExportFolder) {
    for (const path of contents) {
      const name = basename(path);
      for (const id of [name, name.slice(0, name.length - extname(name).length), basename(dirname(path))]) {
        if (!this.#byId.has(id)) this.#byId.set(id, path);
      }
      this.#byName.set(name, [...(this.#byName.get(name) ?? []), path]);
    }
    for (const found of objects) {
      const name = found.value["filename"];
      if (found.kind === "file" && typeof name === "string")
        this.#names.set(idOf(found), name.split(/[/\\]/).at(-1) ?? "");
    }
  }

  /** The path of the file's content and the name that it had; undefined when it is not there. */
  find(id: string): { path: string; name: string } | undefined {
    const name = this.#names.get(id);
    const own = this.#byId.get(id);
    if (own !== undefined) return { path: own, name: name ?? nameOf(id, own) };
    const isOnly = [...this.#names.values()].filter((other) => other === name).length === 1;
    const [path, ...others] = (name === undefined ? undefined : this.#byName.get(name)) ?? [];
    if (path === undefined || name === undefined || others.length > 0 || !isOnly) return undefined;
    return { path, name };
  }
}

/** Of a file whose object is not there: what stands behind the id, if anything does. */
function nameOf(id: string, path: string): string {
  const name = basename(path);
  return name.startsWith(`${id}-`) ? name.slice(id.length + 1) : name;
}
