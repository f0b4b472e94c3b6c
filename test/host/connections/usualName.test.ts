import { expect, it } from "vitest";
import { connectionFrom } from "../../../src/host/connections/savedConnection.ts";
import { usualName } from "../../../src/host/connections/usualName.ts";

it.each([
  [{ kind: "openai", baseURL: "https://api.openai.com/v1", model: "m" }, "OpenAI"],
  [{ kind: "openai", baseURL: "https://gateway:8443/v1", model: "m" }, "gateway:8443"],
  [{ kind: "azure", endpoint: "https://contoso.openai.azure.com", deployment: "d" }, "Azure contoso"],
  [{ kind: "foundry", endpoint: "https://r.services.ai.azure.com/api/projects/p", model: "m" }, "Foundry p"],
  [{ kind: "assistants", baseURL: "http://10.0.0.5:8080/v1" }, "10.0.0.5:8080"],
])("%j is called %s, or by a number more when that is taken", (value, name) => {
  const { connection } = connectionFrom("Mine", value);
  expect(usualName(connection, [])).toBe(name);
  expect(usualName(connection, [name, `${name} 2`])).toBe(`${name} 3`);
});
