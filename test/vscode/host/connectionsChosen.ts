// Which connection the settings choose, and whether anything may go by it: in the extension host, on real settings.
import assert from "node:assert/strict";
import * as vscode from "vscode";
import { ApiKeys } from "../../../src/host/apiKeys.ts";
import { ChosenModel } from "../../../src/host/chosenModel.ts";
import { ChosenConnection } from "../../../src/host/connections/chosenConnection.ts";
import { ConnectionSettings } from "../../../src/host/connections/connectionSettings.ts";
import { Consent } from "../../../src/host/consent.ts";
import { Remembered } from "../../../src/host/remembered.ts";
import { Settings } from "../../../src/host/settings.ts";

const OPENAI = { kind: "openai", baseURL: "https://api.example/v1", model: "m", runsCode: "container" };
const AZURE = { kind: "azure", endpoint: "https://r.example", deployment: "d", runsCode: "here" };

/** What the settings choose, with a memory and keys of its own. */
async function choose(connection: unknown, connections: unknown) {
  const configuration = vscode.workspace.getConfiguration("codeInterpreter");
  await configuration.update("connections", connections, vscode.ConfigurationTarget.Global);
  await configuration.update("connection", connection, vscode.ConfigurationTarget.Global);
  const known = new Map<string, unknown>();
  const remembered = new Remembered({
    get: (name) => known.get(name),
    update: async (name, value) => void known.set(name, value),
  });
  const kept = new Map<string, string>();
  const keys = new ApiKeys(
    {
      keys: async () => [...kept.keys()],
      get: async (name) => kept.get(name),
      store: async (name, value) => void kept.set(name, value),
      delete: async (name) => void kept.delete(name),
    },
    () => null,
  );
  const consent = new Consent(remembered);
  const model = new ChosenModel({ settings: new Settings(), keys, remembered, consent });
  const settings = new ConnectionSettings();
  return { remembered, keys, settings, chosen: new ChosenConnection({ settings, model, keys, consent }) };
}

export const CONNECTIONS: Record<string, () => Promise<void>> = {
  "lets nothing go by a connection before it was confirmed, files by themselves": async () => {
    const { chosen, remembered, keys, settings } = await choose("Mine", { Mine: OPENAI });
    assert.equal(chosen.label, "m · Mine");
    assert.equal(chosen.codeAt, "api.example");
    assert.equal(chosen.isAnalyst, false);
    await remembered.confirm("https://api.example");
    await assert.rejects(chosen.open(), { kind: "policy", code: "not_confirmed" });
    await remembered.confirm("files:https://api.example");
    const opened = await chosen.open();
    assert.deepEqual(opened, { connection: OPENAI, access: { kind: "none" } });
    assert.equal(await chosen.open(), opened);
    await keys.set("https://api.example", "k");
    assert.deepEqual((await chosen.open())?.access, { kind: "key", key: "k" });
    await settings.choose("Local");
    assert.equal(await chosen.open(), null);
    assert.equal(chosen.codeAt, null);
  },
  "opens none whose place was not chosen, or whose key is missing": async () => {
    const { runsCode: _, ...unplaced } = AZURE;
    const { chosen, remembered } = await choose("Mine", { Mine: unplaced });
    await remembered.confirm("https://r.example");
    await assert.rejects(chosen.open(), { kind: "policy", code: "no_place" });
    const placed = await choose("Mine", { Mine: AZURE });
    await placed.remembered.confirm("https://r.example");
    await assert.rejects(placed.chosen.open(), { kind: "user", code: "no_key" });
    await placed.keys.set("https://r.example", "k");
    assert.equal((await placed.chosen.open())?.connection.kind, "azure");
  },
  "says what is wrong in the settings, and goes nowhere": async () => {
    for (const [connection, connections] of [
      ["Nobody", { Mine: OPENAI }],
      ["Mine", { Mine: { ...OPENAI, apiKey: "k" } }],
      ["Mine", [OPENAI]],
      [7, { Mine: OPENAI }],
      ["toString", {}],
    ]) {
      const { chosen } = await choose(connection, connections);
      assert.equal(chosen.label, "No connection: check the settings");
      assert.equal(chosen.codeAt, null);
      await assert.rejects(chosen.open(), { kind: "user" });
      await assert.rejects(chosen.confirm(), { kind: "user" });
    }
  },
  "takes no connection that a workspace defines": async () => {
    const configuration = vscode.workspace.getConfiguration("codeInterpreter");
    const workspace = vscode.ConfigurationTarget.Workspace;
    await assert.rejects(
      Promise.resolve(configuration.update("connections", { Theirs: OPENAI }, workspace)),
      /can be written only into/i,
    );
  },
  "is Local again when the chosen one is removed": async () => {
    const { chosen, settings } = await choose("Mine", { Mine: OPENAI, Other: AZURE });
    await settings.remove("Mine");
    assert.equal(settings.isChosen("Local"), true);
    assert.deepEqual(settings.names, ["Other"]);
    assert.equal(chosen.label, "Built-in analyst");
    await choose(undefined, undefined);
  },
};
