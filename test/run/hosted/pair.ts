import OpenAI from "openai";
import { onTestFinished } from "vitest";
import type { PythonSessions } from "../../../src/python/session.ts";
import { HostedRunner } from "../../../src/run/hosted/hostedRunner.ts";
import { listen } from "../../../src/service/listen.ts";
import { FakeSessions, type Repertoire } from "../../fakes/fakeSessions.ts";
import { type Piece, ScriptedModel } from "../../fakes/scriptedModel.ts";
import { openLab, temporaryFolder } from "../../service/lab.ts";
import { localRunner, serve } from "../../service/serve.ts";

interface PairOptions {
  /** What the provider's model answers. */
  readonly answers: readonly (readonly Piece[])[];
  /** What each code does in the provider's fake Python. */
  readonly python?: Repertoire;
  /** In place of the fake. */
  readonly sessions?: PythonSessions;
  readonly now?: () => number;
  /** The provider's origin as the runner knows it; a proxy may stand between. */
  readonly through?: (origin: string) => Promise<string>;
}

/** A service that stands for the provider, over real HTTP, and another one whose runs are carried out there. */
export async function openPair({ answers, python = {}, now = Date.now, ...options }: PairOptions) {
  const model = new ScriptedModel(answers);
  const sessions = options.sessions ?? new FakeSessions(python);
  const provider = serve(await temporaryFolder(), localRunner(model, sessions), { now });
  const listening = await listen(provider.fetch, {});
  onTestFinished(async () => {
    await listening.close();
    await provider.dispose();
  });
  const origin = (await options.through?.(listening.url)) ?? listening.url;
  const client = new OpenAI({ baseURL: `${origin}/v1`, apiKey: listening.token, logLevel: "off" });
  const runner = new HostedRunner({
    connect: () => Promise.resolve({ client, model: "gpt-5", destination: "provider.example" }),
    now,
    waits: { retryMs: 1, pollMs: 1 },
  });
  return { lab: await openLab({ runner, now }), model, client };
}
