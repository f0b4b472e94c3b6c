// Which model the settings choose, and whether anything may be sent to it: in the extension host, on real settings.
import assert from "node:assert/strict";
import * as vscode from "vscode";
import { ApiKeys } from "../../../src/host/apiKeys.ts";
import { ChosenModel } from "../../../src/host/chosenModel.ts";
import { Consent } from "../../../src/host/consent.ts";
import { Remembered } from "../../../src/host/remembered.ts";
import { Settings } from "../../../src/host/settings.ts";
import { modelMakers } from "../../../src/models/modelMakers.ts";

/** What the settings choose, with a memory of its own. */
async function choose(values: Readonly<Record<string, unknown>>) {
  const configuration = vscode.workspace.getConfiguration("codeInterpreter");
  for (const [name, value] of Object.entries(values)) {
    await configuration.update(name, value, vscode.ConfigurationTarget.Global);
  }
  const known = new Map<string, unknown>();
  const remembered = new Remembered({
    get: (name) => known.get(name),
    update: async (name, value) => void known.set(name, value),
  });
  const keys = new ApiKeys(
    {
      keys: async () => [],
      get: async () => undefined,
      store: async () => {},
      delete: async () => {},
    },
    () => null,
  );
  const settings = new Settings();
  const consent = new Consent(remembered);
  return { remembered, settings, chosen: new ChosenModel({ settings, keys, remembered, consent }) };
}

export const CHOICES: Record<string, () => Promise<void>> = {
  "lets nothing go to a model of VS Code before it was confirmed": async () => {
    const { chosen, remembered } = await choose({ provider: "vscode", model: "acme/talker" });
    assert.equal(chosen.label, "talker · Acme");
    await assert.rejects(chosen.open(modelMakers), {
      kind: "policy",
      message: /^Nothing was sent to Acme: /,
    });
    await remembered.confirm("vscode:acme");
    await remembered.setName("acme", "talker", "Acme talker");
    assert.equal(chosen.label, "Acme talker · Acme");
    const model = await chosen.open(modelMakers);
    assert.equal(model.name, "Acme talker");
    assert.equal(model.destination, "Acme");
    assert.equal(await chosen.open(modelMakers), model);
  },
  "lets nothing go to an endpoint elsewhere before it was confirmed": async () => {
    const endpoint = { provider: "endpoint", endpoint: "https://models.example/v1", model: "m" };
    const { chosen, remembered } = await choose(endpoint);
    assert.equal(chosen.label, "m · models.example");
    await assert.rejects(chosen.open(modelMakers), { kind: "policy", message: /models\.example/ });
    await remembered.confirm("https://models.example");
    assert.equal((await chosen.open(modelMakers)).name, "m");
    await choose({ endpoint: "https://elsewhere.example/v1" });
    await assert.rejects(chosen.open(modelMakers), { kind: "policy", message: /elsewhere\.example/ });
    await choose({ endpoint: "http://127.0.0.1:11434/v1" });
    assert.equal((await chosen.open(modelMakers)).name, "m");
  },
  "says that a model is not offered": async () => {
    const { chosen, remembered } = await choose({ provider: "vscode", model: "acme/nobody" });
    await remembered.confirm("vscode:acme");
    await assert.rejects(chosen.open(modelMakers), {
      message: /^VS Code does not offer the model nobody now\./,
    });
  },
  "takes settings of any kind, and says what is wrong with them": async () => {
    const { chosen, settings } = await choose({
      provider: "endpoint",
      endpoint: 7,
      model: [],
      headers: "x",
      autoOpenPanel: "perhaps",
      runtime: null,
      cellTimeoutSeconds: "soon",
      memoryMegabytes: -1,
      historyFolder: "relative/folder",
    });
    assert.equal(chosen.label, "No model: check the settings");
    await assert.rejects(chosen.open(modelMakers), { kind: "user" });
    await assert.rejects(chosen.confirm(), { kind: "user" });
    assert.throws(() => settings.historyFolder, { kind: "user", message: /no absolute path/ });
    assert.equal(settings.autoOpenPanel, true);
    assert.equal(settings.keepsSpare, true);
    assert.equal(settings.cellTimeoutMs, 120_000);
    assert.equal(settings.sessionLimits.memoryBytes, 400 * 1024 * 1024);
    const names = ["provider", "endpoint", "model", "headers", "autoOpenPanel", "runtime", "historyFolder"];
    const numbers = ["cellTimeoutSeconds", "memoryMegabytes"];
    await choose(Object.fromEntries([...names, ...numbers].map((name) => [name, undefined])));
    assert.equal(chosen.label, "Built-in analyst");
    assert.equal(chosen.isAnalyst, true);
    await chosen.confirm();
  },
};
