import type { Component } from "./component.ts";

const LINE = "=".repeat(78);
const HEAD = `Third-party notices

This extension contains software and fonts of others, under their own licences, which follow.
This software is based in part on the work of the Independent JPEG Group.
The source of Pyodide, which is under the Mozilla Public License 2.0, is at https://github.com/pyodide/pyodide.
`;

/** The text of ThirdPartyNotices.txt. */
export function noticesOf(components: readonly Component[]): string {
  const list = components.map(({ name, version, license }) => `- ${name} ${version} (${license})`);
  return [HEAD, list.join("\n"), "", ...components.map(section)].join("\n");
}

function section({ name, version, license, purl, texts }: Component): string {
  const cleaned = texts.map((text) =>
    text
      .replace(/^\uFEFF/, "")
      .replace(/\r\n?/g, "\n")
      .trim(),
  );
  return `${LINE}\n${name} ${version}\n${license}\n${purl}\n${LINE}\n\n${cleaned.join("\n\n----\n\n")}\n`;
}
