import OpenAI, { AzureOpenAI } from "openai";
import { onTestFinished } from "vitest";
import { listen } from "../../src/service/listen.ts";
import type { Lab } from "./lab.ts";

const KEY = "the token of this test";
const AZURE = { apiVersion: "2024-05-01-preview", apiKey: KEY, maxRetries: 0 };

/** The ways to the same service: which client, and over what. */
export const DOORS: Record<string, (lab: Lab) => Promise<OpenAI>> = {
  "OpenAI, in-process": async ({ service }) =>
    new OpenAI({ ...inProcess(service), baseURL: "http://local/v1", apiKey: KEY, maxRetries: 0 }),
  "AzureOpenAI, in-process": async ({ service }) =>
    new AzureOpenAI({ ...inProcess(service), ...AZURE, endpoint: "http://local" }),
  "OpenAI, over HTTP": async (lab) =>
    new OpenAI({ baseURL: `${await urlOf(lab)}/v1`, apiKey: KEY, maxRetries: 0 }),
  "AzureOpenAI, over HTTP": async (lab) => new AzureOpenAI({ ...AZURE, endpoint: await urlOf(lab) }),
};

const inProcess = (service: Lab["service"]) => ({
  fetch: (input: string | URL | Request, init?: RequestInit) => service.fetch(new Request(input, init)),
});

async function urlOf({ service }: Lab): Promise<string> {
  const server = await listen(service.fetch, { token: KEY });
  onTestFinished(() => server.close());
  return server.url;
}
