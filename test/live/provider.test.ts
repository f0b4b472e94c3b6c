import { expect, it } from "vitest";
import type { Access, HostedConnection } from "../../src/domain/connection.ts";
import { HostedRunner } from "../../src/run/hosted/hostedRunner.ts";
import { hostOf, modelOf } from "../../src/domain/connection.ts";
import { openClient } from "../../src/run/hosted/openClient.ts";
import { openLab } from "../service/lab.ts";
import { scenario } from "./scenario.ts";

type Values = Readonly<Record<string, string>>;

/** What each kind of provider needs, and the connection that it makes. */
const KINDS: readonly [
  name: string,
  needs: readonly string[],
  connectionOf: (values: Values) => HostedConnection,
][] = [
  [
    "OpenAI",
    ["LIVE_OPENAI_KEY", "LIVE_OPENAI_MODEL"],
    ({ LIVE_OPENAI_MODEL: model = "" }) => ({
      kind: "openai",
      baseURL: "https://api.openai.com/v1",
      model,
      runsCode: "container",
    }),
  ],
  [
    "Azure OpenAI",
    ["LIVE_AZURE_KEY", "LIVE_AZURE_ENDPOINT", "LIVE_AZURE_DEPLOYMENT", "LIVE_AZURE_API_VERSION"],
    ({
      LIVE_AZURE_ENDPOINT: endpoint = "",
      LIVE_AZURE_DEPLOYMENT: deployment = "",
      LIVE_AZURE_API_VERSION: apiVersion = "",
    }) => ({ kind: "azure", endpoint, deployment, apiVersion, signIn: "key", runsCode: "container" }),
  ],
  [
    "a Foundry project",
    ["LIVE_FOUNDRY_KEY", "LIVE_FOUNDRY_ENDPOINT", "LIVE_FOUNDRY_MODEL"],
    ({ LIVE_FOUNDRY_ENDPOINT: endpoint = "", LIVE_FOUNDRY_MODEL: model = "" }) => ({
      kind: "foundry",
      endpoint,
      model,
      signIn: "key",
      runsCode: "container",
    }),
  ],
];

it.for(KINDS)(
  "%s carries out old Assistants code: CSV, plot, follow-up, file saved",
  async (kind, { skip }) => {
    const [, needs, connectionOf] = kind;
    const missing = needs.filter((need) => (process.env[need] ?? "") === "");
    skip(missing.length > 0, `not run: set ${missing.join(", ")}`);
    const values = Object.fromEntries(needs.map((need) => [need, process.env[need] ?? ""]));
    const connection = connectionOf(values);
    const access: Access = { kind: "key", key: values[needs[0]!] ?? "" };
    const client = openClient(connection, access);
    const provider = { client, model: modelOf(connection), destination: hostOf(connection) };
    const lab = await openLab({ runner: new HostedRunner({ connect: () => Promise.resolve(provider) }) });
    const { threadId } = await scenario(lab.openai);
    const names = (await lab.client.files(threadId)).map((file) => file.name);
    expect(names).toEqual(expect.arrayContaining(["sales.csv", "summary.csv"]));
  },
);
