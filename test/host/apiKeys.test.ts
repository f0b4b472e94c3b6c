import { beforeEach, describe, expect, it } from "vitest";
import { ApiKeys, type SecretStore } from "../../src/host/apiKeys.ts";

const OLD = "codeInterpreter.apiKey";

let kept: Map<string, string>;
let secrets: SecretStore;
beforeEach(() => {
  kept = new Map();
  secrets = {
    keys: async () => [...kept.keys()],
    get: async (name) => kept.get(name),
    store: async (name, value) => void kept.set(name, value),
    delete: async (name) => void kept.delete(name),
  };
});
const keysOf = (ownEndpoint: string | null) => new ApiKeys(secrets, () => ownEndpoint);

describe("a key", () => {
  it("is given for every address of its origin, and for no other origin", async () => {
    const keys = keysOf(null);
    await keys.set("https://api.openai.com/v1", "sk-1");
    expect(await keys.get("https://api.openai.com/v2/else")).toBe("sk-1");
    for (const other of [
      "http://api.openai.com/v1",
      "https://api.openai.com:8443/v1",
      "https://api.openai.com.evil.com/v1",
      "https://evil.com/api.openai.com/v1",
    ]) {
      expect(await keys.get(other), other).toBeUndefined();
    }
  });

  it("is removed alone", async () => {
    const keys = keysOf(null);
    await keys.set("https://a.com/v1", "sk-a");
    await keys.set("https://b.com/v1", "sk-b");
    await keys.delete("https://a.com");
    expect(await keys.origins()).toEqual(["https://b.com"]);
    expect(await keys.get("https://b.com/v1")).toBe("sk-b");
  });
});

describe("the one key of earlier versions", () => {
  beforeEach(() => void kept.set(OLD, "sk-old"));

  it("goes to the endpoint of the person's own settings", async () => {
    const keys = keysOf("https://mine.com/v1");
    expect(await keys.get("https://workspace.com/v1")).toBeUndefined();
    expect(await keys.get("https://mine.com/v1")).toBe("sk-old");
    expect(kept.has(OLD)).toBe(false);
  });

  it("is forgotten where nobody knows whom it was for", async () => {
    const keys = keysOf(null);
    expect(await keys.origins()).toEqual([]);
    expect(kept.size).toBe(0);
  });
});
