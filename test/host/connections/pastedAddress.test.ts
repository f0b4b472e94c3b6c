import { describe, expect, it } from "vitest";
import { addressProblem, takeApart } from "../../../src/host/connections/pastedAddress.ts";

const RESOURCE = "https://r.openai.azure.com";
const PROJECT = "https://r.services.ai.azure.com/api/projects/p";
type Kind = Parameters<typeof takeApart>[0];

describe("an address is taken apart, whatever was pasted", () => {
  it.each<[Kind, string, ReturnType<typeof takeApart>]>([
    ["openai", "https://api.openai.com/v1/", { url: "https://api.openai.com/v1" }],
    ["openai", "https://api.openai.com/v1/chat/completions", { url: "https://api.openai.com/v1" }],
    ["openai", "https://gateway/openai/v1/responses/resp_1", { url: "https://gateway/openai/v1" }],
    ["azure", `${RESOURCE}/`, { url: RESOURCE }],
    ["azure", `${RESOURCE}/openai/v1/`, { url: RESOURCE, apiVersion: "v1" }],
    ["azure", `${RESOURCE}/openai/v1/chat/completions`, { url: RESOURCE, apiVersion: "v1" }],
    [
      "azure",
      ` ${RESOURCE}/openai/deployments/my%20gpt/chat/completions?api-version=2024-05-01-preview `,
      { url: RESOURCE, deployment: "my gpt", apiVersion: "2024-05-01-preview" },
    ],
    [
      "azure",
      "https://r.cognitiveservices.azure.com/openai/responses?api-version=2025-04-01-preview",
      { url: "https://r.cognitiveservices.azure.com", apiVersion: "2025-04-01-preview" },
    ],
    [
      "azure",
      "https://gateway/team/openai/deployments/%zz",
      { url: "https://gateway/team", deployment: "%zz" },
    ],
    ["foundry", PROJECT, { url: PROJECT }],
    ["foundry", `${PROJECT}/openai/v1/responses?api-version=v1`, { url: PROJECT }],
    ["assistants", "http://10.0.0.5:8080/v1/assistants", { url: "http://10.0.0.5:8080/v1" }],
    ["assistants", "http://[::1]:8080/v1/threads/thread_1/runs", { url: "http://[::1]:8080/v1" }],
  ])("%s: %s", (kind, text, parts) => {
    expect(addressProblem(kind, text)).toBeNull();
    expect(takeApart(kind, text)).toEqual(parts);
  });
});

describe("what is no address of this kind is told at once", () => {
  it.each<[Kind, string, RegExp]>([
    ["openai", "api.openai.com", /begins with http/],
    ["openai", "https://api.openai.com/v1?key=sk-secret", /must end before/],
    ["azure", `${RESOURCE}?api-version=2024-05-01&api-key=sk-secret`, /must end before/],
    ["azure", `https://me:sk-secret@r.openai.azure.com`, /user name or password/],
    ["azure", `${RESOURCE}?api-version=newest`, /must end before/],
    ["azure", PROJECT, /choose that kind/],
    ["foundry", "https://r.services.ai.azure.com", /ends in \/api\/projects/],
    ["assistants", "file:///etc/passwd", /begins with http/],
  ])("%s: %s", (kind, text, sentence) => {
    const problem = addressProblem(kind, text);
    expect(problem).toMatch(sentence);
    expect(problem).not.toContain("secret");
  });
});
