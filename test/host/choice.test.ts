import { describe, expect, it } from "vitest";
import { InterpreterError, sentenceOf } from "../../src/base/errors.ts";
import { choiceFrom, destinationOf, type RawChoice } from "../../src/host/choice.ts";

const usual: RawChoice = { provider: "auto", endpoint: "", model: "", headers: {} };
const choose = (settings: Partial<RawChoice>) => choiceFrom({ ...usual, ...settings });
const endpoint = { endpoint: "https://api.openai.com/v1", model: "gpt-5" };

/** The sentence for a person about settings that are wrong. */
function complaint(settings: Partial<RawChoice>): string {
  try {
    choose(settings);
  } catch (error) {
    if (error instanceof InterpreterError && error.kind === "user") return sentenceOf(error);
    throw error;
  }
  throw new Error("It was taken.");
}

describe("who answers", () => {
  it("is the built-in analyst until an endpoint has an address and a model", () => {
    expect(choose({})).toEqual({ provider: "analyst" });
    expect(choose({ endpoint: endpoint.endpoint })).toEqual({ provider: "analyst" });
    expect(choose({ model: "gpt-5" })).toEqual({ provider: "analyst" });
    expect(choose({ ...endpoint, provider: "analyst" })).toEqual({ provider: "analyst" });
  });

  it("is the endpoint once it is set up, its address in one form", () => {
    const expected = { provider: "endpoint", baseURL: endpoint.endpoint, model: "gpt-5", headers: {} };
    expect(choose(endpoint)).toEqual(expected);
    expect(choose({ ...endpoint, provider: "endpoint", endpoint: " HTTPS://API.openai.com/v1// " })).toEqual(
      expected,
    );
  });

  it("is a model of VS Code by its vendor and id, which may have slashes", () => {
    const chosen = choose({ provider: "vscode", model: "openrouter/anthropic/claude" });
    expect(chosen).toEqual({ provider: "vscode", vendor: "openrouter", id: "anthropic/claude" });
  });
});

describe("settings that are wrong are told, and nobody is guessed", () => {
  it.each<[Partial<RawChoice>, RegExp]>([
    [{ ...endpoint, provider: "analist" }, /^The provider in the settings is none of: auto, analyst/],
    [{ ...endpoint, provider: null }, /^The provider/],
    [{ ...endpoint, model: 7 }, /^The model in the settings has to be a text\./],
    [{ provider: "endpoint" }, /^The settings name no endpoint with a model\. .*Select Model/],
    [{ provider: "vscode", model: "gpt-5" }, /^The settings name no model that VS Code offers\./],
    [{ ...endpoint, endpoint: "api.openai.com" }, /begins with http/],
    [{ ...endpoint, endpoint: "file:///etc/passwd" }, /begins with http/],
    [{ ...endpoint, endpoint: ["https://a.b"] }, /begins with http/],
    [{ ...endpoint, endpoint: NaN }, /begins with http/],
    [{ ...endpoint, headers: [] }, /headers have to be an object/],
    [{ ...endpoint, headers: { "x team": "a" } }, /header "x team" is not one that can be sent/],
    [{ ...endpoint, headers: { "x-team": 7 } }, /header "x-team" is not one that can be sent/],
    [{ ...endpoint, headers: { "x-team": "a\nb: c" } }, /header "x-team" is not one/],
  ])("%j", (settings, sentence) => {
    expect(complaint(settings)).toMatch(sentence);
  });

  it.each([
    [{ endpoint: "https://me:sk-secret@host/v1" }, /user name or password/],
    [{ endpoint: "https://host/v1?api-key=sk-secret" }, /must end before/],
    [{ endpoint: "https://host/v1#sk-secret" }, /must end before/],
    [{ headers: { Authorization: "Bearer sk-secret" } }, /Authorization holds a key.*\$\{apiKey\}/],
    [{ headers: { "API-Key": "sk-secret" } }, /API-Key holds a key/],
  ])("keys among them are not repeated: %j", (settings, sentence) => {
    const said = complaint({ ...endpoint, ...settings });
    expect(said).toMatch(sentence);
    expect(said).not.toContain("secret");
  });
});

describe("where questions go", () => {
  const to = (address: string) => destinationOf(choose({ ...endpoint, endpoint: address }));

  it.each(["localhost:11434", "127.0.0.1", "127.1.2.3:80", "[::1]:8080", "models.localhost"])(
    "%s is this machine",
    (host) => {
      expect(to(`http://${host}/v1`)).toBeNull();
    },
  );

  it.each(["localhost.evil.com", "127.0.0.1.evil.com", "10.0.0.1", "0.0.0.0", "[::2]"])(
    "%s is not",
    (host) => {
      expect(to(`http://${host}/v1`)).toEqual({
        id: `http://${host}`,
        name: host,
        isEncrypted: false,
        takes: "words",
      });
    },
  );

  it("is remembered for the whole origin, or for the vendor in VS Code", () => {
    expect(to("https://host/a/v1")).toMatchObject({ id: "https://host", name: "host", isEncrypted: true });
    expect(destinationOf(choose({ provider: "vscode", model: "copilot/gpt-5" }))).toMatchObject({
      id: "vscode:copilot",
      name: "Copilot",
    });
    expect(destinationOf(choose({}))).toBeNull();
  });
});
