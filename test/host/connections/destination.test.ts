import { expect, it } from "vitest";
import { destinationFor } from "../../../src/host/connections/destination.ts";
import { connectionFrom } from "../../../src/host/connections/savedConnection.ts";

const azure = { kind: "azure", endpoint: "https://r.openai.azure.com", deployment: "d", runsCode: "here" };
const to = (value: unknown) => destinationFor(connectionFrom("Mine", value));
const id = (value: unknown) => to(value)?.id;

it("is the host, with what goes there", () => {
  expect(to(azure)).toEqual({
    id: "https://r.openai.azure.com",
    name: "r.openai.azure.com",
    isEncrypted: true,
    takes: "words",
  });
  expect(to({ ...azure, runsCode: "container" })).toMatchObject({ takes: "files" });
  expect(to({ kind: "assistants", baseURL: "http://10.0.0.5/v1" })).toMatchObject({
    name: "10.0.0.5",
    isEncrypted: false,
    takes: "files",
  });
  expect(to({ ...azure, signIn: "microsoft" })).toMatchObject({
    scope: "https://cognitiveservices.azure.com/.default",
  });
});

it("is remembered by itself for words, for files, and for each kind of sign-in", () => {
  const all = [
    azure,
    { ...azure, runsCode: "container" },
    { ...azure, signIn: "microsoft" },
    { ...azure, signIn: "microsoft", scope: "https://graph.microsoft.com/.default" },
    { ...azure, runsCode: "container", signIn: "microsoft" },
    { ...azure, endpoint: "https://other.openai.azure.com" },
  ].map(id);
  expect(new Set(all).size).toBe(all.length);
  expect(id({ ...azure, deployment: "another" })).toBe(id(azure));
});

it("is nowhere on this machine", () => {
  expect(to({ ...azure, endpoint: "http://localhost:8080", runsCode: "container" })).toBeNull();
  expect(to({ kind: "assistants", baseURL: "http://127.0.0.1:8080/v1" })).toBeNull();
});
