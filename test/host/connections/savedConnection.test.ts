import { describe, expect, it } from "vitest";
import { InterpreterError, sentenceOf } from "../../../src/base/errors.ts";
import { runsElsewhere } from "../../../src/domain/connection.ts";
import {
  type ConnectionSetting,
  connectionFrom,
  settingOf,
} from "../../../src/host/connections/savedConnection.ts";

const AZURE = { kind: "azure", endpoint: "https://r.openai.azure.com", deployment: "d" };
const PROJECT = "https://r.services.ai.azure.com/api/projects/p";

/** The sentence for a person about a setting that is wrong. */
function complaint(value: unknown): string {
  try {
    connectionFrom("Mine", value);
  } catch (error) {
    if (error instanceof InterpreterError && error.kind === "user") return sentenceOf(error);
    throw error;
  }
  throw new Error("It was taken.");
}

describe("a connection in the settings", () => {
  it.each<[ConnectionSetting]>([
    [
      {
        kind: "openai",
        baseURL: "https://api.openai.com/v1",
        model: "gpt-5",
        runsCode: "container",
        memory: "4g",
      },
    ],
    [{ ...AZURE, kind: "azure", apiVersion: "2025-04-01-preview", signIn: "key", runsCode: "here" }],
    [{ ...AZURE, kind: "azure", apiVersion: "v1", signIn: "microsoft", tenant: "t-1", scope: "api://x" }],
    [{ kind: "foundry", endpoint: PROJECT, model: "m", signIn: "microsoft", runsCode: "container" }],
    [{ kind: "assistants", baseURL: "http://10.0.0.5:8080/v1", model: "asst_1" }],
  ])("stays as it was written: %j", (setting) => {
    expect(settingOf(connectionFrom("Mine", setting))).toEqual(setting);
  });

  it("is completed with what is usual, and its address is brought into one form", () => {
    expect(connectionFrom("Mine", { ...AZURE, endpoint: " HTTPS://R.openai.azure.com// " })).toEqual({
      name: "Mine",
      connection: { ...AZURE, apiVersion: "v1", signIn: "key", runsCode: "here" },
      isPlaceChosen: false,
      scopes: [],
    });
  });

  it("asks for tokens of what it is, in the directory that is set", () => {
    const scopes = (value: unknown) => connectionFrom("Mine", value).scopes;
    expect(scopes({ ...AZURE, signIn: "microsoft" })).toEqual([
      "https://cognitiveservices.azure.com/.default",
    ]);
    const foundry = { kind: "foundry", endpoint: PROJECT, model: "m", signIn: "microsoft", tenant: "t" };
    expect(scopes(foundry)).toEqual(["https://ai.azure.com/.default", "VSCODE_TENANT:t"]);
    expect(scopes({ ...foundry, scope: "api://mine/.default" })[0]).toBe("api://mine/.default");
  });

  it("has its code run here until the person has said where", () => {
    const at = (value: unknown) => runsElsewhere(connectionFrom("Mine", value).connection);
    expect(at(AZURE)).toBe(false);
    expect(at({ ...AZURE, runsCode: "container" })).toBe(true);
    expect(at({ kind: "assistants", baseURL: "https://host/v1" })).toBe(true);
  });
});

describe("a setting that is wrong is told by the part that is, and nothing is guessed", () => {
  it.each<[unknown, RegExp]>([
    [null, /"Mine" in the settings is not right: check its "kind"\. .*Select Connection/],
    [[], /check its "kind"/],
    [{ kind: "bedrock" }, /check its "kind"/],
    [{ kind: "openai", baseURL: "api.openai.com", model: "m" }, /check its "baseURL"/],
    [{ kind: "openai", baseURL: "https://host/v1" }, /check its "model"/],
    [{ kind: "openai", baseURL: "https://host/v1", model: "  " }, /check its "model"/],
    [{ kind: "openai", baseURL: "https://host/v1", model: "m", runsCode: "there" }, /check its "runsCode"/],
    [{ ...AZURE, endpoint: "https://r.openai.azure.com/openai/v1" }, /check its "endpoint"/],
    [{ ...AZURE, apiVersion: "latest" }, /check its "apiVersion"/],
    [{ ...AZURE, signIn: "aws" }, /check its "signIn"/],
    [{ ...AZURE, tenant: "a b" }, /check its "tenant"/],
    [{ kind: "foundry", endpoint: "https://r.services.ai.azure.com", model: "m" }, /check its "endpoint"/],
    [{ kind: "assistants", baseURL: "ftp://host" }, /check its "baseURL"/],
  ])("%j", (value, sentence) => {
    expect(complaint(value)).toMatch(sentence);
  });

  it.each([
    { ...AZURE, apiKey: "sk-secret" },
    { ...AZURE, endpoint: "https://me:sk-secret@r.openai.azure.com" },
    { ...AZURE, endpoint: "https://r.openai.azure.com?api-key=sk-secret" },
  ])("a key in it is not repeated: %j", (value) => {
    expect(complaint(value)).not.toContain("secret");
  });

  it("says where a key belongs", () => {
    expect(complaint({ ...AZURE, apiKey: "k" })).toMatch(/holds "apiKey", .*Set API Key/);
  });

  it("lets no sign-in go over a line that is not encrypted, but on this machine", () => {
    const at = (endpoint: string) => ({ ...AZURE, endpoint, signIn: "microsoft" });
    expect(complaint(at("http://r.openai.azure.com"))).toMatch(/not encrypted/);
    expect(connectionFrom("Mine", at("http://127.0.0.1:8080")).scopes).toHaveLength(1);
  });
});
