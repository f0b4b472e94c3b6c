import OpenAI from "openai";
import type { Change } from "../../../src/domain/event.ts";
import { HostedRunner } from "../../../src/run/hosted/hostedRunner.ts";
import type { Provider } from "../../../src/run/hosted/provider.ts";
import type { Runner } from "../../../src/run/runner.ts";
import type { Waits } from "../../../src/run/hosted/waits.ts";
import { ScriptedProvider } from "../../faults/scriptedProvider.ts";
import type { Step } from "../../faults/scriptedResponse.ts";
import { type LabOptions, openLab } from "../../service/lab.ts";

interface HostedLabOptions {
  readonly answers?: readonly (readonly Step[])[];
  /** The provider's address as the runner knows it; a proxy may stand between. */
  readonly through?: (url: string) => Promise<string>;
  readonly waits?: Partial<Waits>;
  readonly now?: () => number;
  readonly provider?: Partial<Provider>;
  readonly lab?: LabOptions;
  /** Puts another runner in the hosted one's place, e.g. one that switches. */
  readonly wrap?: (hosted: Runner) => Runner;
}

/** Nobody waits in tests. */
const WAITS: Partial<Waits> = { retryMs: 1, pollMs: 1, pollForMs: 20, tidyMs: 2000, containerMs: 2000 };

/** The service with a hosted runner, and a scripted provider behind it. */
export async function openHostedLab({
  answers = [],
  through,
  waits,
  now,
  wrap = (hosted) => hosted,
  ...more
}: HostedLabOptions = {}) {
  const provider = await ScriptedProvider.start(answers);
  const baseURL = (await through?.(provider.url)) ?? provider.url;
  const client = new OpenAI({ baseURL, apiKey: "sk-secret", maxRetries: 1, logLevel: "off" });
  const runner = new HostedRunner({
    connect: () =>
      Promise.resolve({ client, model: "gpt-5", destination: "provider.example", ...more.provider }),
    waits: { ...WAITS, ...waits },
    ...(now === undefined ? {} : { now }),
  });
  const lab = await openLab({ ...more.lab, runner: wrap(runner), ...(now === undefined ? {} : { now }) });

  /** Asks in the thread, a new one if none is given, and gives what happened once the answer has ended. */
  async function ask(text: string, { threadId, files = [] }: { threadId?: string; files?: string[] } = {}) {
    const thread = threadId ?? (await lab.client.createThread());
    const attachments = files.map((file_id) => ({ file_id, tools: [{ type: "code_interpreter" as const }] }));
    await lab.threads.messages.create(thread, { role: "user", content: text, attachments });
    const started = await lab.start(thread);
    const run = await lab.ended(started);
    const all = await lab.eventsUntil(
      thread,
      (change) => change.type === "run.ended" && change.runId === run.id,
    );
    const changes = all
      .map(({ change }) => change)
      .filter((change) => "runId" in change && change.runId === run.id);
    return { run, changes, threadId: thread };
  }

  return { lab, provider, runner, ask };
}

/** Changes of one type, in order. */
export function those<T extends Change["type"]>(
  changes: readonly Change[],
  type: T,
): Extract<Change, { type: T }>[] {
  return changes.filter((change): change is Extract<Change, { type: T }> => change.type === type);
}

export const notesIn = (changes: readonly Change[]): string[] =>
  those(changes, "run.note").map(({ text }) => text);
