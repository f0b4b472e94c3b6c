import type { Piece } from "../../fakes/scriptedModel.ts";
import { ScriptedModel } from "../../fakes/scriptedModel.ts";
import { onTestFinished } from "vitest";
import type { Transcript } from "../../../src/domain/transcript.ts";
import { Analyst } from "../../../src/models/analyst/analyst.ts";
import { PyodideRuntime } from "../../../src/python/pyodide/pyodideRuntime.ts";
import { SessionPool } from "../../../src/python/sessionPool.ts";
import { emptyTranscript, reduceTranscript } from "../../../src/thread/reduceTranscript.ts";
import { embedded } from "../../python/embedded.ts";
import { openLab } from "../../service/lab.ts";
import { localRunner } from "../../service/serve.ts";

interface Question {
  readonly text: string;
  readonly files?: Readonly<Record<string, string>>;
}

/**
 * A thread as the service, a real Python and the built-in analyst (or, with `answers`, a model that says those) made it,
 * and what gives the bytes of its files.
 */
export async function realThread(questions: readonly Question[], answers?: readonly (readonly Piece[])[]) {
  const sessions = new SessionPool({ runtime: new PyodideRuntime(embedded), maxSessions: 1 });
  onTestFinished(() => sessions.dispose());
  const model = answers === undefined ? new Analyst() : new ScriptedModel(answers);
  const { client } = await openLab({ runner: localRunner(model, sessions) });
  const threadId = await client.createThread();
  let transcript: Transcript = emptyTranscript(threadId);
  for (const { text, files = {} } of questions) {
    const ids: string[] = [];
    for (const [name, content] of Object.entries(files))
      ids.push(await client.upload(name, new Blob([content])));
    await client.ask(threadId, text, ids);
    const enough = new AbortController();
    for await (const event of client.events(threadId, transcript.seq, enough.signal)) {
      transcript = reduceTranscript(transcript, event);
      if (event.change.type === "run.ended") enough.abort();
    }
  }
  return { transcript, content: (fileId: string) => client.content(fileId) };
}
