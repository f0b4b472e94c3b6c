import { InterpreterError, isCancelled, sentenceOf } from "../base/errors.ts";
import { limitsFrom, type Options, parseCommandLine, usage } from "./arguments.ts";

const HELP = `Usage: interpreter analyze FILE… [--question TEXT] [--out DIR] [--model NAME] [--json]
       interpreter run FILE.py [--data FILE]… [--out DIR]
       interpreter threads [--json]
       interpreter show THREAD [--json]
       interpreter import FILE|FOLDER… [--json]
       interpreter serve [--host 127.0.0.1] [--port 0] [--token T] [--data-dir DIR] [--json]

analyze   looks at files with Python in a sandbox on this machine, answers, and writes what was made to DIR
run       runs a file of Python in the same sandbox; --data files are in its folder /mnt/data
threads   lists the threads that are kept, newest first
show      prints a thread as it was
import    brings in threads that were exported from an Assistants API, as JSON with the contents of their files
serve     serves the Assistants and Responses APIs on this machine, for any OpenAI client; prints address and token

  --question TEXT   what to find out (default: an overview)
  --default FILE    the file to analyse when none is named
  --model NAME      who answers: "analyst", or a model of the endpoint below
  --data FILE       a file for the code to read; may be given several times
  --out DIR         folder for the files that were made (default: interpreter-output)
  --host, --port    where to serve (default: 127.0.0.1, any port that is free)
  --token T         what clients give as their key (default: a random one)
  --data-dir DIR    where threads and files are kept (default: the system's usual place)
  --json            one line of JSON instead of words
  --help            this text

Limits, each with its default:
  --timeout SECONDS   120    time of one piece of code
  --memory MB         900    memory of Python
  --output-size MB    256    what one piece of code may send, pictures included
  --file-size MB      2048   size of one file that it writes

Answers come from the built-in analyst, or from a model when these are set:
  INTERPRETER_ENDPOINT   base URL of an OpenAI-compatible API, e.g. http://localhost:11434/v1
  INTERPRETER_MODEL      name of the model
  INTERPRETER_API_KEY    key, if the endpoint needs one
  INTERPRETER_HEADERS    more headers for it, as JSON, e.g. {"X-Team": "data"}

Or everything goes by a provider, or another server; endpoint, model and key are as above:
  INTERPRETER_CONNECTION        openai, azure, foundry or assistants
  INTERPRETER_CODE              here (default), or container: files are uploaded, and code runs at the provider
  INTERPRETER_CONTAINER_MEMORY  1g (default), 4g, 16g or 64g; the provider's price goes by it
  INTERPRETER_API_VERSION       of Azure: v1 (default), or a date
`;

/** The exit code: 0 if all went well, 1 if it did not, 2 if the command was not understood. */
async function main(): Promise<number> {
  const { values, positionals } = parseCommandLine();
  const [command, ...files] = positionals;
  if (values.help === true || command === undefined) {
    process.stdout.write(HELP);
    return values.help === true ? 0 : 2;
  }
  const stop = new AbortController();
  process.once("SIGINT", () => stop.abort());
  process.once("SIGTERM", () => stop.abort());
  // Whoever read the output has left, e.g. `head`; what was made is still saved.
  process.stdout.on("error", () => stop.abort());
  return carryOut(command, files, values, stop.signal);
}

/** Each command is loaded when it is the one. */
async function carryOut(
  command: string,
  files: readonly string[],
  options: Options,
  signal: AbortSignal,
): Promise<number> {
  const limits = limitsFrom(options);
  const { question, model, json, out: outDir = "interpreter-output" } = options;
  switch (command) {
    case "analyze": {
      const { analyze } = await import("./analyze.ts");
      return analyze(
        { files: filesOr(files, options.default), question, outDir, json: json === true, model, limits },
        signal,
      );
    }
    case "run": {
      const { run } = await import("./run.ts");
      return run({ files, data: options.data ?? [], outDir, limits }, signal);
    }
    case "threads": {
      if (files.length > 0) throw usage(`threads takes no "${files[0]}".`);
      const { listThreads } = await import("./threads.ts");
      return listThreads({ json: json === true, limits });
    }
    case "show": {
      const { showThread } = await import("./threads.ts");
      return showThread({ threadIds: files, json: json === true, limits });
    }
    case "import": {
      const { importExports } = await import("./importExports.ts");
      return importExports({ paths: files, json: json === true, limits });
    }
    case "serve": {
      if (files.length > 0) throw usage(`serve takes no "${files[0]}".`);
      const { serve } = await import("./serve.ts");
      return serve(options, limits, signal);
    }
    default:
      throw usage(`There is no command "${command}".`);
  }
}

const filesOr = (files: readonly string[], usual: string | undefined): readonly string[] =>
  files.length > 0 || usual === undefined ? files : [usual];

try {
  process.exitCode = await main();
} catch (error) {
  if (!isCancelled(error)) process.stderr.write(`interpreter: ${sentenceOf(error)}\n`);
  process.exitCode = error instanceof InterpreterError && error.code === "usage" ? 2 : 1;
}
