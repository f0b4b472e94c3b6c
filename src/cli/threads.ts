import { type CodeLimits, usage } from "./arguments.ts";
import { openLocal } from "./local.ts";
import { TerminalTranscript } from "./terminalTranscript.ts";

interface ListRequest {
  readonly json: boolean;
  readonly limits: CodeLimits;
}

/** `interpreter threads`: those that are kept, newest first. Resolves to the exit code. */
export async function listThreads({ json, limits }: ListRequest): Promise<number> {
  const interpreter = await openLocal(limits);
  const { client } = interpreter;
  try {
    for (const thread of await client.listThreads()) {
      const { id, title, createdAt } = thread;
      const date = new Date(createdAt).toISOString();
      process.stdout.write(
        json ? `${JSON.stringify(thread)}\n` : `${id}  ${date.slice(0, 16).replace("T", " ")}  ${title}\n`,
      );
    }
    return 0;
  } finally {
    await interpreter.dispose();
  }
}

interface ShowRequest extends ListRequest {
  readonly threadIds: readonly string[];
}

/** `interpreter show`: a thread as it was. Resolves to the exit code. */
export async function showThread({ threadIds, json, limits }: ShowRequest): Promise<number> {
  const [threadId, ...others] = threadIds;
  if (threadId === undefined || others.length > 0) throw usage("Name one thread to show.");
  const interpreter = await openLocal(limits);
  const { client } = interpreter;
  try {
    const transcript = new TerminalTranscript((text) => void process.stdout.write(text));
    for await (const event of client.eventsSoFar(threadId)) {
      if (json) process.stdout.write(`${JSON.stringify(event)}\n`);
      else transcript.show(event);
    }
    return 0;
  } finally {
    await interpreter.dispose();
  }
}
