import type { Wheel } from "../python/pyodide/packages/lock.ts";
import type { Component } from "./component.ts";
import type { SiteImage } from "./siteImage.ts";

// What wheels say in the older way: in words, or only by a classifier.
const IN_WORDS: Readonly<Record<string, string>> = {
  beautifulsoup4: "MIT",
  cloudpickle: "BSD-3-Clause",
  contourpy: "BSD-3-Clause",
  "cvttf-notosanscjk-regular": "MIT AND OFL-1.1",
  cycler: "BSD-3-Clause",
  "et-xmlfile": "MIT",
  fonttools: "MIT",
  kiwisolver: "BSD-3-Clause",
  lxml: "BSD-3-Clause",
  matplotlib: "PSF-2.0",
  openpyxl: "MIT",
  pandas: "BSD-3-Clause",
  "python-dateutil": "Apache-2.0 OR BSD-3-Clause",
  "python-docx": "MIT",
  "python-pptx": "MIT",
  pytz: "MIT",
  scipy: "BSD-3-Clause",
  seaborn: "BSD-3-Clause",
  six: "MIT",
  sympy: "BSD-3-Clause",
  threadpoolctl: "BSD-3-Clause",
  tzdata: "Apache-2.0",
};
const LICENSE = /(^|\/)(licen[cs]e|copying|notice|authors)[^/]*$/i;

/**
 * The Python packages of the embedded runtime, each with every licence that its wheel has, and with what `more` adds by
 * name. Throws when the licence of one is not known.
 */
export function wheelComponents(
  wheels: readonly Wheel[],
  site: SiteImage,
  more: Readonly<Record<string, readonly string[]>>,
): Component[] {
  return wheels.map(({ file, sha256 }) => {
    const [distribution = "", version = ""] = file.split("-");
    const info = `${distribution}-${version}.dist-info`;
    const name = distribution.toLowerCase().replaceAll("_", "-");
    const files = licencesOf(site, info);
    return {
      name,
      version,
      license: expressionOf(site.text(`${info}/METADATA`)) ?? IN_WORDS[name] ?? unknown(name),
      texts: [...files.map((path) => site.text(path)), ...(more[name] ?? [])],
      purl: `pkg:pypi/${name}@${version}`,
      hash: { alg: "SHA-256", content: sha256 },
    };
  });
}

/** Those of its metadata, and those that lie between its files. */
function licencesOf(site: SiteImage, info: string): string[] {
  const present = new Set(site.paths);
  const recorded = site.text(`${info}/RECORD`).split(/\r?\n/);
  const paths = recorded.map((line) => line.replace(/^"|"?,[^,]*,[^,]*$/g, ""));
  return paths.filter((path) => LICENSE.test(path) && present.has(path)).sort();
}

function expressionOf(metadata: string): string | undefined {
  return /^License-Expression: (.+?)\r?$/m.exec(metadata)?.[1];
}

function unknown(name: string): never {
  throw new Error(`The licence of ${name} is not known: add it to wheelComponents.ts.`);
}
