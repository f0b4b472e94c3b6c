import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Analyst } from "../../src/models/analyst/analyst.ts";
import { PyodideRuntime } from "../../src/python/pyodide/pyodideRuntime.ts";
import { SessionPool } from "../../src/python/sessionPool.ts";
import { listen } from "../../src/service/listen.ts";
import { embedded } from "../python/embedded.ts";
import { localRunner, serve } from "../service/serve.ts";

/** What the stand-in takes as a key, and as the token of a sign-in. */
export const TOKEN = "token-of-this-test";

export interface StandIn {
  /** E.g. "http://127.0.0.1:40123". */
  readonly url: string;
  /** Method and path of each request that came. */
  readonly requests: string[];
  close(): Promise<void>;
}

/** Our own service in the place of every provider: of OpenAI, of Azure, of a Foundry project, and of another server. */
export async function openStandIn(): Promise<StandIn> {
  const folder = await mkdtemp(join(tmpdir(), "stand-in-"));
  const sessions = new SessionPool({ runtime: new PyodideRuntime(embedded), maxSessions: 2 });
  const service = serve(folder, localRunner(new Analyst(), sessions));
  const requests: string[] = [];
  const fetch = async (request: Request): Promise<Response> => {
    const { pathname } = new URL(request.url);
    requests.push(`${request.method} ${pathname}`);
    return service.fetch(new Request(request.url.replace(/\/api\/projects\/\w+\//, "/"), request));
  };
  // From another address than this machine's own it is somebody else.
  const listening = await listen(fetch, { host: "0.0.0.0", token: TOKEN });
  return {
    url: listening.url.replace("0.0.0.0", "127.0.0.1"),
    requests,
    close: async () => {
      await listening.close();
      await service.dispose();
      await sessions.dispose();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
