import { afterEach, describe, expect, it, vi } from "vitest";
import type { Access, HostedConnection } from "../../../src/domain/connection.ts";
import { openClient } from "../../../src/run/hosted/openClient.ts";

const KEY: Access = { kind: "key", key: "secret" };
const TOKEN: Access = { kind: "token", token: () => Promise.resolve("token") };
const azure = {
  kind: "azure",
  endpoint: "https://r.openai.azure.com",
  deployment: "d",
  runsCode: "container",
  signIn: "key",
} as const;

/** What the first request of a client looks like. */
async function requestOf(connection: HostedConnection, access: Access): Promise<[string, string | null]> {
  let seen: Request | undefined;
  const client = openClient(connection, access, {
    fetch: (url, init) => {
      seen = new Request(url, init);
      return Promise.resolve(Response.json({ data: [] }));
    },
  });
  await client.containers.list();
  const { headers, url } = seen!;
  return [url, headers.get("authorization") ?? headers.get("api-key")];
}

describe("requests go, with what proves who sends them, to", () => {
  it("OpenAI", async () => {
    const connection = {
      kind: "openai",
      baseURL: "https://api.openai.com/v1",
      model: "m",
      runsCode: "container",
    } as const;
    expect(await requestOf(connection, KEY)).toEqual([
      "https://api.openai.com/v1/containers",
      "Bearer secret",
    ]);
  });

  it("Azure's v1 API, by key or token", async () => {
    const connection = { ...azure, apiVersion: "v1" };
    const url = "https://r.openai.azure.com/openai/v1/containers";
    expect(await requestOf(connection, KEY)).toEqual([url, "Bearer secret"]);
    expect(await requestOf(connection, TOKEN)).toEqual([url, "Bearer token"]);
  });

  it("Azure's dated API, by key or token", async () => {
    const connection = { ...azure, apiVersion: "2025-04-01-preview" };
    const url = "https://r.openai.azure.com/openai/containers?api-version=2025-04-01-preview";
    expect(await requestOf(connection, KEY)).toEqual([url, "secret"]);
    expect(await requestOf(connection, TOKEN)).toEqual([url, "Bearer token"]);
  });

  it("a Foundry project", async () => {
    const connection = {
      kind: "foundry",
      endpoint: "https://r.services.ai.azure.com/api/projects/p",
      model: "m",
      signIn: "microsoft",
      runsCode: "here",
    } as const;
    expect(await requestOf(connection, TOKEN)).toEqual([
      "https://r.services.ai.azure.com/api/projects/p/openai/v1/containers",
      "Bearer token",
    ]);
  });
});

describe("what the environment has for others", () => {
  afterEach(() => void vi.unstubAllEnvs());

  it("takes no part", async () => {
    const theirs = {
      OPENAI_BASE_URL: "https://elsewhere.example",
      OPENAI_API_KEY: "theirs",
      OPENAI_ORG_ID: "theirs",
      AZURE_OPENAI_API_KEY: "theirs",
      AZURE_OPENAI_ENDPOINT: "https://elsewhere.example",
    };
    for (const [name, value] of Object.entries(theirs)) vi.stubEnv(name, value);
    for (const apiVersion of ["v1", "2025-04-01-preview"]) {
      const [url, proof] = await requestOf({ ...azure, apiVersion }, TOKEN);
      expect([new URL(url).host, proof]).toEqual(["r.openai.azure.com", "Bearer token"]);
    }
  });
});
