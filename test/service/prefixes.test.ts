import OpenAI, { AzureOpenAI } from "openai";
import { describe, expect, it } from "vitest";
import { say } from "../fakes/scriptedModel.ts";
import { type Lab, openLab, refusal, refused, tools } from "./lab.ts";

const NO_BETA =
  "You must provide the 'OpenAI-Beta' header to access the Assistants API. Please try again by setting the header 'OpenAI-Beta: assistants=v2'.";

function get(lab: Lab, path: string, headers: Record<string, string> = {}): Promise<Response> {
  return lab.service.fetch(new Request(`http://interpreter.local${path}`, { headers }));
}

async function errorAt(lab: Lab, path: string): Promise<[number, unknown]> {
  const response = await get(lab, path);
  return [response.status, ((await response.json()) as { error: unknown }).error];
}

describe("the paths of OpenAI", () => {
  it("want the header of beta resources, on these alone", async () => {
    const lab = await openLab();
    const { status, ...error } = refused(400, NO_BETA, { code: "invalid_beta" });
    for (const path of ["/v1/assistants", "/v1/assistants/asst_1", "/v1/threads/thread_1/messages"]) {
      expect(await errorAt(lab, path)).toEqual([status, error]);
    }
    expect((await get(lab, "/v1/files")).status).toBe(200);
    for (const version of ["v1", "v2"]) {
      const headers = { "openai-beta": `assistants=${version}` };
      expect((await get(lab, "/v1/assistants", headers)).status).toBe(200);
    }
  });

  it("do not want it for what the API does not have", async () => {
    const lab = await openLab();
    const threadId = await lab.question();
    for (const path of ["", `/${threadId}/files`]) {
      expect((await get(lab, `/v1/threads${path}`)).status).toBe(200);
    }
  });
});

describe("the paths of Azure", () => {
  it.each([
    ["", "MissingApiVersionParameter", /is required for all requests/],
    ["?api-version=", "MissingApiVersionParameter", /is required for all requests/],
    ["?api-version=latest", "InvalidApiVersionParameter", /'latest' is invalid/],
    ["?api-version=2024-2-15", "InvalidApiVersionParameter", /is invalid/],
    ["?api-version=2023-12-01-preview", "InvalidApiVersionParameter", /not supported.*2024-02-15-preview/],
  ])("refuse the version %j in Azure's own form", async (query, code, message) => {
    const lab = await openLab();
    const [status, error] = await errorAt(lab, `/openai/assistants${query}`);
    expect(status).toBe(400);
    expect(error).toEqual({ code, message: expect.stringMatching(message) });
  });

  it.each(["2024-02-15-preview", "2024-05-01-preview", "2024-10-21", "2025-04-01-preview"])(
    "take the version %s, without a beta header",
    async (version) => {
      const lab = await openLab();
      expect((await get(lab, `/openai/assistants?api-version=${version}`)).status).toBe(200);
    },
  );

  it("have a form without a version", async () => {
    const lab = await openLab();
    expect((await get(lab, "/openai/v1/assistants")).status).toBe(200);
    expect((await get(lab, "/openai/v1/files")).status).toBe(200);
  });

  it("are not found in the API's form where there is nothing", async () => {
    const lab = await openLab();
    const [status, error] = await errorAt(lab, "/openai/nowhere?api-version=2024-05-01-preview");
    expect(status).toBe(404);
    expect(error).toMatchObject({ message: "Unknown request URL: GET /openai/nowhere." });
  });
});

describe("the SDK's clients", () => {
  const clients: [string, (lab: Lab) => OpenAI][] = [
    ["OpenAI at /v1", (lab) => new OpenAI({ ...common(lab), baseURL: "http://interpreter.local/v1" })],
    [
      "OpenAI at /openai/v1",
      (lab) => new OpenAI({ ...common(lab), baseURL: "http://interpreter.local/openai/v1" }),
    ],
    [
      "AzureOpenAI",
      (lab) =>
        new AzureOpenAI({
          ...common(lab),
          endpoint: "http://interpreter.local",
          apiVersion: "2024-05-01-preview",
        }),
    ],
  ];

  it.each(clients)("%s: does the whole job", async (_name, clientOf) => {
    const lab = await openLab({ answers: [[say("Three.")], [say("Streamed.")]] });
    const client = clientOf(lab);
    const file = await client.files.create({ file: new File(["a\n3\n"], "a.csv"), purpose: "assistants" });
    const assistant = await client.beta.assistants.create({ model: "gpt-4-1106-preview", tools });
    const thread = await client.beta.threads.create({
      messages: [{ role: "user", content: "?", attachments: [{ file_id: file.id, tools }] }],
    });
    const body = { assistant_id: assistant.id };
    const run = await client.beta.threads.runs.createAndPoll(thread.id, body, { pollIntervalMs: 5 });
    expect(run.status).toBe("completed");
    const stream = client.beta.threads.runs.stream(thread.id, body);
    expect((await stream.finalRun()).status).toBe("completed");
    const { data } = await client.beta.threads.messages.list(thread.id, { run_id: run.id });
    expect(data).toMatchObject([{ content: [{ text: { value: "Three." } }] }]);
    expect(await (await client.files.content(file.id)).text()).toBe("a\n3\n");
    expect(await client.beta.threads.delete(thread.id)).toMatchObject({ deleted: true });
  });

  it("learn what is not served, and what to do instead", async () => {
    const lab = await openLab();
    const client = new OpenAI({ ...common(lab), baseURL: "http://interpreter.local/v1" });
    expect(await refusal(client.vectorStores.create({ name: "docs" }))).toMatchObject({
      status: 400,
      code: "unsupported_tool",
      message: expect.stringContaining("tool_resources.code_interpreter.file_ids"),
    });
    const searching = client.beta.assistants.create({ model: "m", tools: [{ type: "file_search" }] });
    expect(await refusal(searching)).toMatchObject({ status: 400, code: "unsupported_tool" });
    const stores = { file_search: { vector_store_ids: ["vs_1"] } };
    expect(await refusal(client.beta.threads.create({ tool_resources: stores }))).toMatchObject({
      status: 400,
      param: "tool_resources.file_search",
    });
    const none = { file_search: { vector_store_ids: [] } };
    await client.beta.threads.create({ tool_resources: none });
  });
});

function common(lab: Lab) {
  return {
    apiKey: "x",
    maxRetries: 0,
    fetch: (input: string | URL | Request, init?: RequestInit) => lab.service.fetch(new Request(input, init)),
  };
}
