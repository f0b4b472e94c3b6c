import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { onTestFinished } from "vitest";
import { type ThreadEvent, threadEventSchema } from "../../src/domain/event.ts";

type Scene = "speaking" | "computing" | "answering" | "ticking";

/** Another process in the middle of a run, as soon as it has reported something of this kind. */
export async function runElsewhere(folder: string, scene: Scene, until: string) {
  const other = start(new URL("./dyingProcess.ts", import.meta.url), [folder, scene]);
  const events: ThreadEvent[] = [];
  const ended = Promise.withResolvers<ThreadEvent>();
  const reached = Promise.withResolvers<ThreadEvent>();
  other.lines.on("line", (line) => {
    const event = threadEventSchema.parse(JSON.parse(line));
    events.push(event);
    if (event.change.type === until) reached.resolve(event);
    if (event.change.type === "run.ended") ended.resolve(event);
  });
  void other.gone.then(() => reached.reject(new Error(`The process ended before ${until}.`)));
  const { lines, kill, gone } = other;
  return { event: await reached.promise, ended: ended.promise, lines, kill, gone };
}

/** Another process that follows a thread; `end` resolves to all it saw once its events have ended by themselves. */
export async function readElsewhere(folder: string, threadId: string) {
  const other = start(new URL("./readingProcess.ts", import.meta.url), [folder, threadId]);
  const types: string[] = [];
  const first = Promise.withResolvers<void>();
  other.lines.on("line", (line) => {
    types.push(line);
    first.resolve();
  });
  await first.promise;
  return { end: other.gone.then(([code]) => ({ code, types })) };
}

export function start(script: URL, args: string[]) {
  const child = spawn(process.execPath, ["--no-warnings", fileURLToPath(script), ...args], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  const gone = once(child, "close");
  const kill = async (): Promise<void> => {
    child.kill("SIGKILL");
    await gone;
  };
  onTestFinished(kill);
  return { lines: createInterface({ input: child.stdout }), gone, kill };
}
