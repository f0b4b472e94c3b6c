import { describe, expect, it } from "vitest";
import { InterpreterError } from "../../src/base/errors.ts";
import { connectionFromEnvironment } from "../../src/cli/connection.ts";

const ENDPOINT = "https://r.openai.azure.com";
const azure = {
  INTERPRETER_CONNECTION: "azure",
  INTERPRETER_ENDPOINT: ENDPOINT,
  INTERPRETER_MODEL: "d",
  INTERPRETER_API_KEY: "sk-secret",
};

/** What is said about an environment that is wrong. */
function complaint(env: NodeJS.ProcessEnv): string {
  try {
    connectionFromEnvironment(env, undefined);
  } catch (error) {
    if (error instanceof InterpreterError && error.code === "usage") return error.message;
    throw error;
  }
  throw new Error("It was taken.");
}

describe("the connection in the environment", () => {
  it("is none unless one is named", () => {
    expect(connectionFromEnvironment({ ...azure, INTERPRETER_CONNECTION: undefined }, undefined)).toBeNull();
    expect(connectionFromEnvironment({ ...azure, INTERPRETER_CONNECTION: "local" }, undefined)).toBeNull();
    expect(connectionFromEnvironment(azure, "analyst")).toBeNull();
  });

  it("has its code run here, unless it is to run in the container", () => {
    const connection = {
      kind: "azure",
      endpoint: ENDPOINT,
      deployment: "d",
      apiVersion: "v1",
      signIn: "key",
    };
    const access = { kind: "key", key: "sk-secret" };
    expect(connectionFromEnvironment(azure, undefined)).toEqual({
      connection: { ...connection, runsCode: "here" },
      access,
    });
    const there = {
      ...azure,
      INTERPRETER_CODE: "container",
      INTERPRETER_CONTAINER_MEMORY: "16g",
      INTERPRETER_API_VERSION: "2025-04-01-preview",
    };
    expect(connectionFromEnvironment(there, "other")).toEqual({
      connection: {
        ...connection,
        deployment: "other",
        apiVersion: "2025-04-01-preview",
        runsCode: "container",
        memory: "16g",
      },
      access,
    });
  });

  it("knows where OpenAI is, and that servers of this machine may need no key", () => {
    const openai = { INTERPRETER_CONNECTION: "openai", INTERPRETER_MODEL: "m", INTERPRETER_API_KEY: "k" };
    expect(connectionFromEnvironment(openai, undefined)?.connection).toMatchObject({
      baseURL: "https://api.openai.com/v1",
    });
    const server = {
      INTERPRETER_CONNECTION: "assistants",
      INTERPRETER_ENDPOINT: "http://localhost:8080/v1",
    };
    expect(connectionFromEnvironment(server, undefined)).toEqual({
      connection: { kind: "assistants", baseURL: "http://localhost:8080/v1", model: "default" },
      access: { kind: "none" },
    });
  });
});

it.each<[NodeJS.ProcessEnv, RegExp]>([
  [{ ...azure, INTERPRETER_CONNECTION: "aws" }, /^INTERPRETER_CONNECTION takes one of: local, openai/],
  [{ ...azure, INTERPRETER_ENDPOINT: undefined }, /^INTERPRETER_ENDPOINT is missing/],
  [{ ...azure, INTERPRETER_ENDPOINT: "https://host?key=sk-secret" }, /^INTERPRETER_ENDPOINT/],
  [{ ...azure, INTERPRETER_MODEL: undefined }, /^INTERPRETER_MODEL is missing/],
  [{ ...azure, INTERPRETER_API_VERSION: "new" }, /^INTERPRETER_API_VERSION/],
  [{ ...azure, INTERPRETER_CODE: "there" }, /^INTERPRETER_CODE/],
  [{ ...azure, INTERPRETER_CONTAINER_MEMORY: "2g" }, /^INTERPRETER_CONTAINER_MEMORY/],
  [{ ...azure, INTERPRETER_API_KEY: "" }, /^INTERPRETER_API_KEY is missing/],
])("what is wrong is told by its name, without the key: %j", (env, sentence) => {
  const said = complaint(env);
  expect(said).toMatch(sentence);
  expect(said).not.toContain("secret");
});
