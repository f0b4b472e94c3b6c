// A process that serves a run which does not end, and prints each of its events as a line: made to be killed.
import { InterpreterClient } from "../../src/client/interpreterClient.ts";
import { FakeSessions, runOn } from "../fakes/fakeSessions.ts";
import { cell, say, ScriptedModel, thinkOn } from "../fakes/scriptedModel.ts";
import { localRunner, serve } from "./serve.ts";

const [folder, scene] = process.argv.slice(2);
const lastAnswers = {
  speaking: [[say("Half an answ"), thinkOn]],
  computing: [[cell("loop()")]],
  answering: [[cell("loop()")], [say("Done.")], [say("One.")], [say("Two.")], [say("Three.")]],
  ticking: [[cell("tick()")]],
}[scene ?? ""]!;
const sessions = new FakeSessions({
  "tick()": async (python) => {
    const timer = setInterval(() => python.display({ "text/plain": "tick" }), 40);
    const end = await runOn(python);
    clearInterval(timer);
    return end;
  },
  "work()": (python) => python.write("made.csv", "made"),
  "loop()": (python) => {
    python.print("going\n");
    return runOn(python);
  },
});
const runner = localRunner(new ScriptedModel([[cell("work()")], ...lastAnswers]), sessions);
const client = new InterpreterClient(serve(folder!, runner).fetch);
const threadId = await client.createThread();
await client.ask(threadId, "What is in it?", []);
// Keeps this process alive, and no longer than the one that started it.
process.stdin.resume().on("end", () => process.exit());
for await (const event of client.events(threadId, 0, new AbortController().signal)) {
  process.stdout.write(`${JSON.stringify(event)}\n`);
}
