import { listen } from "../service/listen.ts";
import { type CodeLimits, type Options, usage } from "./arguments.ts";
import { openLocal } from "./local.ts";

/** `interpreter serve`: the Assistants API on this machine, until `signal` aborts. Resolves to the exit code. */
export async function serve(options: Options, limits: CodeLimits, signal: AbortSignal): Promise<number> {
  const { host, port, token, "data-dir": dataDir, model, json } = options;
  const interpreter = await openLocal(limits, { dataDir, model, runsCode: true });
  const { service } = interpreter;
  try {
    const server = await listen(service.fetch, {
      port: portFrom(port),
      ...(host === undefined ? {} : { host }),
      ...(token === undefined ? {} : { token }),
    });
    process.stdout.write(
      json === true ? `${JSON.stringify({ url: server.url, token: server.token })}\n` : greeting(server),
    );
    await aborted(signal);
    await server.close();
    return 0;
  } finally {
    // Runs that work are ended with what they have, on disk.
    await interpreter.dispose();
  }
}

function portFrom(given: string | undefined): number {
  const port = Number(given ?? 0);
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    throw usage(`--port takes 0 to 65535, not "${given}".`);
  return port;
}

function greeting({ url, token }: { url: string; token: string }): string {
  return `The Assistants API and the Responses API are served on this machine; Ctrl+C ends it.

  OpenAI     base URL ${url}/v1, key ${token}
  Azure      endpoint ${url}, key ${token}

`;
}

function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => signal.addEventListener("abort", () => resolve(), { once: true }));
}
