import { onTestFinished } from "vitest";
import { openClient } from "../../../src/run/hosted/openClient.ts";
import { RemoteRunner } from "../../../src/run/remote/remoteRunner.ts";
import type { Runner } from "../../../src/run/runner.ts";
import { listen } from "../../../src/service/listen.ts";
import { type Lab, type LabOptions, openLab } from "../../service/lab.ts";

/** What stands between two servers; gets the network's own `fetch` to go on with. */
export type Network = (request: Request, next: (request: Request) => Promise<Response>) => Promise<Response>;

export interface Link {
  /** Who is to answer there, by the next run. */
  model: string;
  key: string;
  network: Network;
}

export interface TwoServers {
  /** The service of the person, which has its runs carried out over there. */
  readonly here: Lab;
  /** The other server, which has the model and Python. */
  readonly there: Lab;
  /** What went to the other server: method and path below /v1. */
  readonly requests: string[];
  readonly link: Link;
  /** Opens the service of the person once more, on the same folder. */
  readonly reopen: () => Promise<Lab>;
}

/** Two services, of which one has its runs carried out by the other, over real HTTP. */
export async function openTwoServers(
  thereOptions: LabOptions,
  runnerHere: (remote: Runner) => Runner = (remote) => remote,
): Promise<TwoServers> {
  const there = await openLab(thereOptions);
  const server = await listen(there.service.fetch, {});
  const requests: string[] = [];
  const link: Link = {
    model: "some-model",
    key: server.token,
    network: (request, next) => next(request),
  };
  const openRunner = (): Runner =>
    runnerHere(
      new RemoteRunner({
        pollMs: 5,
        connect: () => {
          const connection = { kind: "assistants", baseURL: `${server.url}/v1`, model: link.model } as const;
          const through = (input: unknown, init?: unknown): Promise<Response> => {
            const request = new Request(input as string, init as RequestInit);
            requests.push(`${request.method} ${new URL(request.url).pathname.replace("/v1", "")}`);
            return link.network(request, fetch);
          };
          const client = openClient(connection, { kind: "key", key: link.key }, { fetch: through });
          return Promise.resolve({ client, model: link.model, host: "the other server" });
        },
      }),
    );
  const here = await openLab({ runner: openRunner() });
  onTestFinished(() => server.close());
  const reopen = async (): Promise<Lab> => {
    await here.close();
    return openLab({ runner: openRunner(), folder: here.folder });
  };
  return { here, there, requests, link, reopen };
}
