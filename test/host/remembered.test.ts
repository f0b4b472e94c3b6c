import { expect, it } from "vitest";
import { Remembered } from "../../src/host/remembered.ts";

function memory(known: Record<string, unknown> = {}) {
  const values = new Map(Object.entries(known));
  return {
    get: (name: string) => values.get(name),
    update: async (name: string, value: unknown) => void values.set(name, value),
  };
}

it("remembers what was confirmed, each place by itself", async () => {
  const store = memory();
  await new Remembered(store).confirm("https://a.com");
  await new Remembered(store).confirm("vscode:copilot");
  const remembered = new Remembered(store);
  expect(remembered.hasConfirmed("https://a.com")).toBe(true);
  expect(remembered.hasConfirmed("vscode:copilot")).toBe(true);
  expect(remembered.hasConfirmed("https://b.com")).toBe(false);
});

it("remembers the last five endpoints, the latest first", async () => {
  const remembered = new Remembered(memory());
  for (const host of ["a", "b", "c", "d", "e", "f", "b"]) await remembered.addEndpoint(`https://${host}/v1`);
  await remembered.forgetEndpoint("https://e/v1");
  expect(remembered.endpoints).toEqual(["b", "f", "d", "c"].map((host) => `https://${host}/v1`));
});

it("calls a model of VS Code by its name, or by its id when it was never picked", async () => {
  const remembered = new Remembered(memory());
  await remembered.setName("copilot", "gpt-5-mini", "GPT-5 mini");
  expect(remembered.nameOf("copilot", "gpt-5-mini")).toBe("GPT-5 mini");
  expect(remembered.nameOf("other", "gpt-5-mini")).toBe("gpt-5-mini");
});

it("takes what is no memory of its own for none", () => {
  const remembered = new Remembered(
    memory({
      "codeInterpreter.confirmedDestinations": { "https://a.com": true },
      "codeInterpreter.endpoints": [7, "no address", "https://a/v1"],
      "codeInterpreter.modelNames": "x",
    }),
  );
  expect(remembered.hasConfirmed("https://a.com")).toBe(false);
  expect(remembered.endpoints).toEqual(["https://a/v1"]);
  expect(remembered.nameOf("v", "id")).toBe("id");
});
