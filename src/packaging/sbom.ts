import { createHash } from "node:crypto";
import type { Component } from "./component.ts";

/** What the list is about. */
interface Product {
  readonly name: string;
  readonly version: string;
  readonly license: string;
}

const SPDX_ID = /^[\w.+-]+$/;

/**
 * A list of components in CycloneDX 1.5, as JSON text. The same components give the same text: its serial number comes
 * from its content, and it has no date.
 */
export function sbomOf(product: Product, components: readonly Component[]): string {
  const root = `pkg:npm/${product.name}@${product.version}`;
  const content = {
    metadata: {
      component: {
        "bom-ref": root,
        type: "application",
        name: product.name,
        version: product.version,
        purl: root,
        licenses: licensesOf(product.license),
      },
    },
    components: components.map(({ name, version, purl, license, hash }) => ({
      "bom-ref": purl,
      type: "library",
      name,
      version,
      purl,
      licenses: licensesOf(license),
      ...(hash === undefined ? {} : { hashes: [hash] }),
    })),
    dependencies: [
      { ref: root, dependsOn: components.map(({ purl }) => purl) },
      ...components.map(({ purl }) => ({ ref: purl })),
    ],
  };
  const document = {
    $schema: "http://cyclonedx.org/schema/bom-1.5.schema.json",
    bomFormat: "CycloneDX",
    specVersion: "1.5",
    serialNumber: serialOf(JSON.stringify(content)),
    version: 1,
    ...content,
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}

function licensesOf(license: string): object[] {
  if (license.startsWith("LicenseRef-")) return [{ license: { name: license.slice("LicenseRef-".length) } }];
  return [SPDX_ID.test(license) ? { license: { id: license } } : { expression: license }];
}

/** A UUID of version 8: made from what it names. */
function serialOf(content: string): string {
  const hex = createHash("sha256").update(content).digest("hex");
  const parts = [hex.slice(0, 8), hex.slice(8, 12), `8${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`];
  return `urn:uuid:${parts.join("-")}-${hex.slice(20, 32)}`;
}
