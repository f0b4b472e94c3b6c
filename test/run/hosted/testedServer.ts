import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, onTestFinished } from "vitest";
import type {
  Access,
  AssistantsConnection,
  AzureConnection,
  FoundryConnection,
  OpenAiConnection,
} from "../../../src/domain/connection.ts";
import type { ConnectionTest } from "../../../src/domain/connectionTest.ts";

export const KEY: Access = { kind: "key", key: "sk-secret-of-this-test" };
export const TOKEN: Access = { kind: "token", token: () => Promise.resolve("token") };

export const openai = (origin: string, more: Partial<OpenAiConnection> = {}): OpenAiConnection => ({
  ...{ kind: "openai", baseURL: `${origin}/v1`, model: "gpt-x", runsCode: "container" },
  ...more,
});
export const azure = (origin: string, more: Partial<AzureConnection> = {}): AzureConnection => ({
  ...{ kind: "azure", endpoint: origin, deployment: "my-gpt", apiVersion: "2024-02-15-preview" },
  ...{ signIn: "key", runsCode: "container" },
  ...more,
});
export const foundry = (origin: string): FoundryConnection => ({
  ...{ kind: "foundry", endpoint: `${origin}/api/projects/p`, model: "gpt-x" },
  ...{ signIn: "microsoft", runsCode: "here" },
});
export const assistants = (origin: string, model = "m"): AssistantsConnection => ({
  ...{ kind: "assistants", baseURL: `${origin}/v1`, model },
});

interface Answer {
  readonly status?: number;
  readonly body: unknown;
  readonly headers?: Record<string, string>;
}

/** What the server was asked that was opened last. */
export const seen: string[] = [];

/** A server that answers by path; what it does not know is a 404 without a reason. Resolves to its origin. */
export async function openServer(answers: Readonly<Record<string, Answer>> = {}): Promise<string> {
  seen.length = 0;
  return serving(
    createServer((request, response) => {
      const path = String(request.url).replace(/\?.*/, "");
      seen.push(`${request.method} ${request.url}`);
      const {
        status = 200,
        body,
        headers,
      } = answers[path] ?? { status: 404, body: { error: { message: "Resource not found" } } };
      const isPage = typeof body === "string";
      response.writeHead(status, { "content-type": isPage ? "text/html" : "application/json", ...headers });
      response.end(isPage ? body : JSON.stringify(body));
    }),
  );
}

export async function serving(server: Server, host = "127.0.0.1", scheme = "http"): Promise<string> {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `${scheme}://${host}:${(server.address() as AddressInfo).port}`;
}

export const refuse = (status: number, message: string, code?: string): Answer => ({
  status,
  body: { error: { message, code } },
  headers: { "x-request-id": "req_7" },
});

/** What is wrong, and what to do about it. */
export function problemIn({ ok, findings }: ConnectionTest): string {
  expect(ok).toBe(false);
  expect(findings.filter(({ isProblem }) => isProblem)).toHaveLength(1);
  const problem = findings.find(({ isProblem }) => isProblem);
  expect(problem?.action).toBeTruthy();
  expect(JSON.stringify(findings)).not.toContain("sk-secret");
  return `${problem?.what} → ${problem?.action}`;
}
