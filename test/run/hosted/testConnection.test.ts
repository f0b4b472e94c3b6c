import { describe, expect, it, onTestFinished } from "vitest";
import type { Access } from "../../../src/domain/connection.ts";
import { testConnection } from "../../../src/run/hosted/testConnection.ts";
import { listen } from "../../../src/service/listen.ts";
import { openLab } from "../../service/lab.ts";
import {
  assistants,
  azure,
  foundry,
  KEY,
  openai,
  openServer,
  problemIn,
  refuse,
  seen,
  TOKEN,
} from "./testedServer.ts";

describe("it works", () => {
  it("on OpenAI, without that a model is asked", async () => {
    const origin = await openServer({
      "/v1/responses/input_tokens": { body: { object: "response.input_tokens", input_tokens: 4 } },
      "/v1/containers": { body: { data: [] } },
    });
    const { ok, findings } = await testConnection(openai(origin), KEY);
    expect([ok, findings.map(({ what }) => what)]).toEqual([
      true,
      [`${new URL(origin).host} answers, and gpt-x is there.`, "It has containers to run code in."],
    ]);
    expect(seen).toEqual(["POST /v1/responses/input_tokens", "GET /v1/containers?limit=1"]);
  });

  it("on Azure, which may have to be asked for a word", async () => {
    const origin = await openServer({
      "/openai/responses": { body: { id: "resp_1", object: "response", output: [] } },
    });
    const { ok, findings } = await testConnection(azure(origin), KEY);
    expect([ok, findings.at(-1)?.what]).toEqual([
      true,
      "Its containers cannot be listed: it makes one by itself with each answer that runs code.",
    ]);
    expect(seen[1]).toBe("POST /openai/responses?api-version=2024-02-15-preview");
  });

  it("with code that runs here: only the model has to be there", async () => {
    const origin = await openServer({
      "/v1/models/gpt-x": { body: { id: "gpt-x" } },
      "/api/projects/p/openai/v1/chat/completions": { body: { choices: [] } },
    });
    expect((await testConnection(openai(origin, { runsCode: "here" }), KEY)).ok).toBe(true);
    expect((await testConnection(foundry(origin), TOKEN)).ok).toBe(true);
  });

  it("on another machine's interpreter, also with an assistant that it has", async () => {
    const { service, assistant } = await openLab();
    const server = await listen(service.fetch, {});
    onTestFinished(() => server.close());
    const access: Access = { kind: "key", key: server.token };
    for (const model of ["m", await assistant()]) {
      expect(await testConnection(assistants(server.url, model), access)).toMatchObject({ ok: true });
    }
    expect(problemIn(await testConnection(assistants(server.url), KEY))).toMatch(
      /key is not accepted.*401.*Set the key/s,
    );
    expect(problemIn(await testConnection(assistants(server.url, "asst_gone"), access))).toContain(
      "asst_gone",
    );
  });

  it("although too much is asked for just now; a key in the open is told of", async () => {
    const origin = await openServer({
      "/v1/responses/input_tokens": refuse(429, "Slow down.", "rate_limit_exceeded"),
    });
    const { ok, findings } = await testConnection(openai(origin), KEY);
    expect([ok, findings[0]?.what]).toEqual([
      true,
      expect.stringContaining("too much is asked for just now. (429: Slow down., req_7)"),
    ]);
    const inTheOpen = await testConnection(openai("http://models.example"), KEY, {
      fetch: () => Promise.resolve(Response.json({ input_tokens: 1, data: [] })),
    });
    expect(inTheOpen).toMatchObject({
      ok: true,
      findings: [{ what: "The key goes over the network unencrypted." }, {}, {}],
    });
  });
});

describe("a refusal is told with what to do:", () => {
  const TOKENS = "/openai/responses/input_tokens";
  const RESPONSES = "/openai/responses";
  const project = "/api/projects/p/openai/v1/chat/completions";

  it.each([
    [
      "a wrong key",
      refuse(401, "Access denied due to invalid subscription key or wrong API endpoint.", "401"),
      /key is not accepted.*req_7\) → Set the key again/,
    ],
    [
      "a key without rights",
      refuse(403, "You have insufficient permissions for this operation."),
      /may not do this.*→ Check what the key/,
    ],
    [
      "keys switched off",
      refuse(403, "Key based authentication is disabled for this resource.", "AuthenticationTypeDisabled"),
      /switched off.*→ Choose Microsoft sign-in/,
    ],
    [
      "a closed network",
      refuse(403, "Access denied due to Virtual Network/Firewall rules."),
      /does not let this network in.*VPN/,
    ],
    [
      "a wrong deployment",
      refuse(404, "The API deployment for this resource does not exist.", "DeploymentNotFound"),
      /no deployment called my-gpt.*→ Give the deployment's own name/,
    ],
    [
      "a wrong api-version",
      refuse(400, "API version not supported"),
      /api-version 2024-02-15-preview is not the right one.*→ Use "v1"/,
    ],
    [
      "an api-version without it",
      refuse(400, "Azure OpenAI Responses API is enabled only for api-version 2025-03-01-preview and later"),
      /api-version 2024-02-15-preview is not the right one/,
    ],
    [
      "a quota used up",
      refuse(429, "You exceeded your current quota.", "insufficient_quota"),
      /quota is used up.*→ Add credit/,
    ],
    ["a fault of its own", refuse(503, "Service unavailable"), /fault of its own.*→ Try again later/],
    [
      "something else",
      refuse(400, "Unsupported thing"),
      /refused a small request\. \(400: Unsupported thing, req_7\)/,
    ],
  ])("%s", async (_, answer, problem) => {
    const origin = await openServer({ [TOKENS]: answer });
    expect(problemIn(await testConnection(azure(origin), KEY))).toMatch(problem);
  });

  it("no Responses API", async () => {
    const dated = problemIn(await testConnection(azure(await openServer()), KEY));
    expect(dated).toMatch(
      /no Responses API at this address with the api-version 2024-02-15-preview.*→ Use "v1"/,
    );
    expect(problemIn(await testConnection(openai(await openServer()), KEY))).toMatch(
      /no Responses API at this address\..*"\/v1"/,
    );
    expect(seen).toEqual(["POST /v1/responses/input_tokens", "POST /v1/responses"]);
  });

  it("an unknown model", async () => {
    const answer = refuse(
      404,
      "The model `gpt-x` does not exist or you do not have access to it.",
      "model_not_found",
    );
    const origin = await openServer({ "/v1/responses/input_tokens": answer });
    expect(problemIn(await testConnection(openai(origin), KEY))).toMatch(
      /no model called gpt-x.*→ Check the model's name/,
    );
    expect(seen).toHaveLength(1);
  });

  it("a sign-in for something else, without a role, or that fails", async () => {
    const wrong = refuse(401, "Access token is missing, invalid, audience is incorrect, or have expired.");
    expect(problemIn(await testConnection(foundry(await openServer({ [project]: wrong })), TOKEN))).toMatch(
      /sign-in is not accepted.*scope is usually https:\/\/ai\.azure\.com\/\.default/,
    );
    const signed = azure(await openServer({ [TOKENS]: wrong }), { signIn: "microsoft" });
    expect(problemIn(await testConnection(signed, TOKEN))).toContain(
      "https://cognitiveservices.azure.com/.default",
    );
    const noRole = refuse(403, "The principal lacks the required data action.", "PermissionDenied");
    expect(
      problemIn(await testConnection(foundry(await openServer({ [project]: noRole })), TOKEN)),
    ).toContain("Ask for a role there");
    const failing: Access = { kind: "token", token: () => Promise.reject(new Error("You cancelled it.")) };
    expect(problemIn(await testConnection(foundry(await openServer()), failing))).toMatch(
      /^The sign-in failed: You cancelled it\./,
    );
  });

  it("a retired API: it says since when, and what to use instead", async () => {
    const gone = await openServer({
      "/v1/assistants": refuse(410, "The Assistants API has been shut down."),
    });
    expect(problemIn(await testConnection(assistants(gone), KEY))).toMatch(
      /^The hosted Assistants service ended on 2026-08-26\..*→ .*Responses API; or choose Local/,
    );
    const hosted = await testConnection(assistants("https://api.openai.com"), KEY, {
      fetch: () => Promise.resolve(Response.json({ error: { message: "Not found" } }, { status: 404 })),
    });
    expect(problemIn(hosted)).toMatch(/^The hosted Assistants service ended on 2026-08-26\./);
    const other = problemIn(await testConnection(assistants(await openServer()), KEY));
    expect(other).toMatch(/no Assistants API at this address.*2026-08-26.*"\/v1".*choose Local/);
    expect(seen).toEqual(["GET /v1/assistants?limit=1"]);
  });

  it("in Azure's v1 API and for chat", async () => {
    const answer = refuse(404, "The API deployment for this resource does not exist.", "DeploymentNotFound");
    const origin = await openServer({
      "/openai/deployments/my-gpt/chat/completions": answer,
      "/openai/v1/responses/input_tokens": answer,
      [RESPONSES]: answer,
    });
    for (const more of [{ runsCode: "here" }, { apiVersion: "v1" }] as const) {
      expect(problemIn(await testConnection(azure(origin, more), KEY))).toContain(
        "no deployment called my-gpt",
      );
    }
  });
});
