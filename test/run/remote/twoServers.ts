import { onTestFinished } from "vitest";
import { openClient } from "../../../src/run/hosted/openClient.ts";
import { RemoteRunner } from "../../../src/run/remote/remoteRunner.ts";
import { listen } from "../../../src/service/listen.ts";
import { type Lab, type LabOptions, openLab } from "../../service/lab.ts";

type Fetch = typeof fetch;

export interface TwoServers {
  /** The service of the person, which has its runs carried out over there. */
  readonly here: Lab;
  /** The other server, which has the model and Python. */
  readonly there: Lab;
  /** What went to the other server: method and path below /v1. */
  readonly requests: string[];
  readonly runner: RemoteRunner;
}

interface Options {
  readonly model?: string;
  readonly key?: string;
  /** Stands between both; gets the network's own to go on with. */
  readonly network?: (request: Request, next: Fetch) => Promise<Response>;
  /** Of the service here. */
  readonly here?: LabOptions;
}

/** Two services, of which one has its runs carried out by the other, over real HTTP. */
export async function openTwoServers(
  thereOptions: LabOptions,
  { model = "some-model", key, network = (request, next) => next(request), here = {} }: Options = {},
): Promise<TwoServers> {
  const there = await openLab(thereOptions);
  const server = await listen(there.service.fetch, {});
  const requests: string[] = [];
  const connection = { kind: "assistants", baseURL: `${server.url}/v1`, model } as const;
  const client = openClient(
    connection,
    { kind: "key", key: key ?? server.token },
    {
      fetch: (input, init) => {
        const request = new Request(input as string, init as RequestInit);
        requests.push(`${request.method} ${new URL(request.url).pathname.replace("/v1", "")}`);
        return network(request, fetch);
      },
    },
  );
  const runner = new RemoteRunner({
    connect: () => Promise.resolve({ client, model, host: "the other server" }),
  });
  const lab = await openLab({ runner, ...here });
  // Runs here end first: theirs need the server.
  onTestFinished(async () => {
    await lab.close();
    await server.close();
  });
  return { here: lab, there, requests, runner };
}
