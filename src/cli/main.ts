#!/usr/bin/env node
import { parseArgs } from "node:util";
import { InterpreterError, isCancelled, messageOf, sentenceOf } from "../base/errors.ts";
import { analyze } from "./analyze.ts";

const HELP = `Usage: interpreter analyze FILE… [--question TEXT] [--out DIR]

Analyses files with Python in a sandbox on this machine, and writes what was made to DIR.

  --question TEXT   what to find out (default: an overview)
  --out DIR         folder for the files that were made (default: interpreter-output)
  --help            this text

Answers come from the built-in analyst, or from a model when these are set:
  INTERPRETER_ENDPOINT   base URL of an OpenAI-compatible API, e.g. http://localhost:11434/v1
  INTERPRETER_MODEL      name of the model
  INTERPRETER_API_KEY    key, if the endpoint needs one
`;

/** The exit code: 0 if the run completed, 1 if it did not, 2 if the command was not understood. */
async function main(): Promise<number> {
  const { values, positionals } = parseCommand();
  const [command, ...files] = positionals;
  if (values.help === true || command === undefined) {
    process.stdout.write(HELP);
    return values.help === true ? 0 : 2;
  }
  if (command !== "analyze") {
    throw new InterpreterError("user", "usage", `There is no command "${command}".`, {
      action: "See: interpreter --help",
    });
  }
  const stop = new AbortController();
  process.once("SIGINT", () => stop.abort());
  process.once("SIGTERM", () => stop.abort());
  // Whoever read the output has left, e.g. `head`; what was made is still saved.
  process.stdout.on("error", () => stop.abort());
  return analyze(
    { files, question: values.question, outDir: values.out ?? "interpreter-output" },
    stop.signal,
  );
}

function parseCommand() {
  try {
    const options = {
      question: { type: "string" },
      out: { type: "string" },
      help: { type: "boolean", short: "h" },
    } as const;
    return parseArgs({ allowPositionals: true, options });
  } catch (cause) {
    // Node goes on about arguments that begin with a dash.
    const [sentence = ""] = messageOf(cause).split(". ");
    const message = `${sentence.replace(/\.$/, "")}.`;
    throw new InterpreterError("user", "usage", message, { action: "See: interpreter --help", cause });
  }
}

try {
  process.exitCode = await main();
} catch (error) {
  if (!isCancelled(error)) process.stderr.write(`interpreter: ${sentenceOf(error)}\n`);
  process.exitCode = error instanceof InterpreterError && error.code === "usage" ? 2 : 1;
}
