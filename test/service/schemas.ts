import { readFileSync } from "node:fs";
import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js";

/**
 * The published description of the API (see protocol.md), adapted in one place: an empty list has no first and no
 * last object, so `first_id` and `last_id` are null, as the real service sent them; the description wants strings.
 */
const document = JSON.parse(readFileSync("test/fixtures/openapi.json", "utf8"), (key, value: unknown) =>
  key === "first_id" || key === "last_id" ? { type: ["string", "null"] } : value,
) as object;

// Not strict: the description has keywords of OpenAPI that JSON Schema does not know, e.g. `deprecated`.
const ajv = new Ajv2020({ strict: false, formats: { unixtime: true, uri: true, float: true } });
ajv.addSchema(document, "openapi.json");

/** What is wrong with `value` as the schema `name`; empty if nothing is. */
export function faultsOf(name: string, value: unknown): string[] {
  const validate: ValidateFunction | undefined = ajv.getSchema(`openapi.json#/components/schemas/${name}`);
  if (validate === undefined) throw new Error(`The description has no schema ${name}.`);
  validate(value);
  return (validate.errors ?? []).map(({ instancePath, message }) => `${name}${instancePath} ${message}`);
}
