import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { z } from "zod";
import { NUMBERS, type NumberSetting, numberOf } from "../../src/host/settingValues.ts";
import { SETTINGS } from "../../src/manifest.ts";

const property = z.looseObject({
  default: z.unknown(),
  minimum: z.number().optional(),
  maximum: z.number().optional(),
  scope: z.string().optional(),
});
const { contributes, capabilities } = z
  .object({
    capabilities: z.object({
      untrustedWorkspaces: z.object({
        supported: z.literal("limited"),
        restrictedConfigurations: z.array(z.string()),
      }),
    }),
    contributes: z.object({
      configuration: z.array(z.object({ properties: z.record(z.string(), property) })),
    }),
  })
  .parse(JSON.parse(readFileSync("package.json", "utf8")));
const properties = Object.assign({}, ...contributes.configuration.map((group) => group.properties)) as Record<
  string,
  z.infer<typeof property>
>;

it("no setting of ours can be set by a workspace that is not trusted", () => {
  const { restrictedConfigurations } = capabilities.untrustedWorkspaces;
  expect(restrictedConfigurations.toSorted()).toEqual(Object.values(SETTINGS).toSorted());
});

it.each(Object.entries(NUMBERS))("%s has the bounds that the manifest tells", (name, { usual, min, max }) => {
  expect(properties[`codeInterpreter.${name}`]).toMatchObject({ default: usual, minimum: min, maximum: max });
});

it.each<[NumberSetting, unknown, number]>([
  ["cellTimeoutSeconds", 7, 7],
  ["cellTimeoutSeconds", "7", 120],
  ["cellTimeoutSeconds", NaN, 120],
  ["cellTimeoutSeconds", null, 120],
  ["cellTimeoutSeconds", [9], 120],
  ["cellTimeoutSeconds", -1, 1],
  ["cellTimeoutSeconds", 0, 1],
  ["cellTimeoutSeconds", Infinity, 3600],
  ["memoryMegabytes", 1, 400],
  ["sessionIdleMinutes", 1e300, 1440],
])("%s written as %j means %d", (name, value, meant) => {
  expect(numberOf(name, value)).toBe(meant);
});
