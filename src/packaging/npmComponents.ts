import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import type { Component } from "./component.ts";

const META = "dist/meta";
const LICENSE = /^(licen[cs]e|copying|notice)/i;

const metaSchema = z.object({
  outputs: z.record(
    z.string(),
    z.object({ inputs: z.record(z.string(), z.object({ bytesInOutput: z.number() })) }),
  ),
});
const packageSchema = z.object({ name: z.string(), version: z.string(), license: z.string() });
const lockSchema = z.object({
  packages: z.record(z.string(), z.object({ integrity: z.string().optional() })),
});

/**
 * The npm packages of which anything is in the bundles, as the bundler wrote it down, and those of `copied`: by name, with
 * the texts of its licence besides those that it has.
 */
export async function npmComponents(
  copied: Readonly<Record<string, readonly string[]>>,
): Promise<Component[]> {
  const { packages } = lockSchema.parse(await readJson("package-lock.json"));
  const besides = Object.keys(copied).map((name) => `node_modules/${name}`);
  const folders = [...new Set([...(await bundledFolders()), ...besides])];
  return Promise.all(folders.map((folder) => componentOf(folder, packages[folder]?.integrity, copied)));
}

/** Folders of packages below node_modules, from the bundler's own account. */
export async function bundledFolders(): Promise<string[]> {
  const folders = new Set<string>();
  for (const name of await readdir(META)) {
    const { outputs } = metaSchema.parse(await readJson(join(META, name)));
    for (const { inputs } of Object.values(outputs)) {
      for (const [path, { bytesInOutput }] of Object.entries(inputs)) {
        const folder = /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1];
        if (folder !== undefined && bytesInOutput > 0) folders.add(folder);
      }
    }
  }
  return [...folders];
}

async function componentOf(
  folder: string,
  integrity: string | undefined,
  copied: Readonly<Record<string, readonly string[]>>,
): Promise<Component> {
  const { name, version, license } = packageSchema.parse(await readJson(join(folder, "package.json")));
  return {
    name,
    version,
    license,
    texts: [...(await licencesIn(folder)), ...(copied[name] ?? [])],
    purl: `pkg:npm/${name.replace("@", "%40")}@${version}`,
    ...(integrity === undefined ? {} : { hash: hashOf(integrity) }),
  };
}

async function licencesIn(folder: string): Promise<string[]> {
  const files = (await readdir(folder)).filter((file) => LICENSE.test(file)).sort();
  return Promise.all(files.map((file) => readFile(join(folder, file), "utf8")));
}

function hashOf(integrity: string): NonNullable<Component["hash"]> {
  const [alg, base64 = ""] = integrity.split("-", 2);
  if (alg !== "sha512") throw new Error(`package-lock.json has an unknown kind of hash: ${integrity}.`);
  return { alg: "SHA-512", content: Buffer.from(base64, "base64").toString("hex") };
}

async function readJson(path: string): Promise<unknown> {
  return JSON.parse(await readFile(path, "utf8"));
}
