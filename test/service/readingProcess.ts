// A process that follows a thread which others write, prints the type of each event, and ends when the events do.
import { InterpreterClient } from "../../src/client/interpreterClient.ts";
import { FakeSessions } from "../fakes/fakeSessions.ts";
import { ScriptedModel } from "../fakes/scriptedModel.ts";
import { localRunner, serve } from "./serve.ts";

const [folder, threadId] = process.argv.slice(2);
const service = serve(folder!, localRunner(new ScriptedModel([]), new FakeSessions({})));
const client = new InterpreterClient(service.fetch);
// Keeps this process alive, and no longer than the one that started it.
process.stdin.resume().on("end", () => process.exit(1));
for await (const { change } of client.events(threadId!, 0, new AbortController().signal)) {
  process.stdout.write(`${change.type}\n`);
}
await service.dispose();
process.exit();
