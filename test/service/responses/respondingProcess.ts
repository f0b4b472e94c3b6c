// A process with a response that does not end, and prints each event of its stream as a line: made to be killed.
import { FakeSessions, runOn } from "../../fakes/fakeSessions.ts";
import { cell, say, ScriptedModel } from "../../fakes/scriptedModel.ts";
import { localRunner, sdkFor, serve } from "../serve.ts";
import { MODEL, python } from "./tools.ts";

const [folder] = process.argv.slice(2);
const sessions = new FakeSessions({
  "work()": (session) => session.write("made.csv", "made"),
  "loop()": runOn,
});
const model = new ScriptedModel([[cell("work()")], [say("Half "), cell("loop()")]]);
const { responses } = sdkFor(serve(folder!, localRunner(model, sessions)).fetch);
// Keeps this process alive, and no longer than the one that started it.
process.stdin.resume().on("end", () => process.exit());
const asked = { model: MODEL, input: "?", tools: [python], background: true, stream: true as const };
for await (const event of await responses.create(asked)) process.stdout.write(`${JSON.stringify(event)}\n`);
