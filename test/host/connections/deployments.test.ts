import { createServer, type IncomingHttpHeaders, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, expect, it } from "vitest";
import type { Access } from "../../../src/domain/connection.ts";
import { deploymentsOf } from "../../../src/host/connections/deployments.ts";

const KEY: Access = { kind: "key", key: "secret" };
const TOKEN: Access = { kind: "token", token: () => Promise.resolve("token") };
const { signal } = new AbortController();

let server: Server;
let answer: unknown;
let seen: { url: string | undefined; headers: IncomingHttpHeaders };
beforeEach(async () => {
  server = createServer(({ url, headers }, response) => {
    seen = { url, headers };
    response.end(JSON.stringify(answer));
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
});
afterEach(() => new Promise((done) => server.close(done)));

const list = (kind: "openai" | "azure" | "foundry", access: Access) =>
  deploymentsOf({ kind, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` }, access, signal);

it("lists the models of OpenAI", async () => {
  answer = { data: [{ id: "gpt-5" }, { id: "gpt-4o" }] };
  expect(await list("openai", KEY)).toEqual(["gpt-4o", "gpt-5"]);
  expect([seen.url, seen.headers.authorization]).toEqual(["/models", "Bearer secret"]);
});

it("lists the deployments of an Azure resource, by key or token", async () => {
  answer = { data: [{ id: "mine", model: "gpt-5" }] };
  expect(await list("azure", KEY)).toEqual(["mine"]);
  expect(seen.url).toMatch(/^\/openai\/deployments\?api-version=/);
  expect([seen.headers["api-key"], seen.headers.authorization]).toEqual(["secret", undefined]);
  await list("azure", TOKEN);
  expect([seen.headers["api-key"], seen.headers.authorization]).toEqual([undefined, "Bearer token"]);
});

it("lists the deployments of a Foundry project", async () => {
  answer = { value: [{ name: "mine", type: "ModelDeployment" }] };
  expect(await list("foundry", TOKEN)).toEqual(["mine"]);
});

it("says that there is no list, and why a sign-in failed", async () => {
  answer = { models: [] };
  await expect(list("openai", KEY)).rejects.toThrow("something else than a list of models");
  const access: Access = { kind: "token", token: () => Promise.reject(new Error("signed out")) };
  await expect(list("azure", access)).rejects.toThrow("signed out");
});
