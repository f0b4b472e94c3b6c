import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { endpointModels } from "../../src/host/endpointModels.ts";

const KEY = "sk-the-secret-key-of-this-test";

let server: Server;
let baseURL: string;
let requests: IncomingMessage[];
let reply: (response: ServerResponse) => void;
beforeEach(async () => {
  requests = [];
  server = createServer((request, response) => {
    requests.push(request);
    reply(response);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  baseURL = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
});
afterEach(async () => {
  server.closeAllConnections();
  server.close();
  await once(server, "close");
});

const answer = (status: number, body: string, headers: Record<string, string> = {}): void => {
  reply = (response) => void response.writeHead(status, headers).end(body);
};
const list = (apiKey?: string, headers = {}) =>
  endpointModels({ baseURL, apiKey, headers }, new AbortController().signal);

it("lists the models' names, each once and sorted as people count", async () => {
  answer(
    200,
    JSON.stringify({ object: "list", data: ["m10", "m2", "m2"].map((id) => ({ id, owner: "x" })) }),
  );
  expect(await list(KEY, { "x-team": "data", "x-gateway-key": "Key ${apiKey}" })).toEqual(["m2", "m10"]);
  expect(requests[0]).toMatchObject({
    url: "/v1/models",
    headers: { authorization: `Bearer ${KEY}`, "x-team": "data", "x-gateway-key": `Key ${KEY}` },
  });
});

it("sends no key where none is kept, nor a header that waits for one", async () => {
  answer(200, '{"data": []}');
  expect(await list(undefined, { "x-gateway-key": "${apiKey}" })).toEqual([]);
  expect(requests[0]?.headers).not.toHaveProperty("authorization");
  expect(requests[0]?.headers).not.toHaveProperty("x-gateway-key");
});

describe("why there is no list is told in one line:", () => {
  it.each([
    [401, "no", KEY, "It did not accept the API key (401)."],
    [401, "no", undefined, "It asks for an API key (401)."],
    [404, "no", KEY, 'It has no list of models (404); most addresses end in "/v1".'],
    [500, "no", KEY, "It answered with the error 500."],
    [200, "<!doctype html>", KEY, "It answered with something else than a list of models."],
    [200, '{"data": [{"name": 1}]}', KEY, "It answered with something else than a list of models."],
  ])("%i %s", async (status, body, key, sentence) => {
    answer(status, body);
    await expect(list(key)).rejects.toThrow(sentence);
  });

  it("nobody there", async () => {
    const gone = endpointModels(
      { baseURL: "http://127.0.0.1:1/v1", apiKey: KEY, headers: {} },
      new AbortController().signal,
    );
    await expect(gone).rejects.toThrow(/^It cannot be reached: .+\.$/);
    await expect(gone).rejects.not.toThrow(KEY);
  });
});

it("does not follow to another address, which would get the key", async () => {
  answer(302, "", { location: `${baseURL}/elsewhere` });
  await expect(list(KEY)).rejects.toThrow("It sends requests on to another address (302).");
  expect(requests).toHaveLength(1);
});

it("ends when the list is closed", async () => {
  const closed = new AbortController();
  reply = () => closed.abort();
  await expect(endpointModels({ baseURL, apiKey: KEY, headers: {} }, closed.signal)).rejects.toMatchObject({
    name: "AbortError",
  });
});
