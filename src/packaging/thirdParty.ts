import { readPackageSet } from "../python/pyodide/packages/lock.ts";
import { type Component, sorted } from "./component.ts";
import { embeddedComponents, licenseText } from "./embeddedComponents.ts";
import { npmComponents } from "./npmComponents.ts";
import { SiteImage } from "./siteImage.ts";
import { wheelComponents } from "./wheelComponents.ts";

const RUNTIME_DIR = "dist/python";

/** Everything of others that the package ships. Throws when one has no text of its licence. */
export async function thirdParty(): Promise<Component[]> {
  const [{ wheels }, site] = await Promise.all([readPackageSet(), SiteImage.open(RUNTIME_DIR)]);
  // Their wheels do not have these.
  const more = {
    "cvttf-notosanscjk-regular": [await licenseText("noto-cjk")],
    scipy: [await licenseText("scipy"), await licenseText("highs")],
  };
  const npm = await npmComponents({ pyodide: [await licenseText("pyodide")] });
  const all = sorted([...npm, ...wheelComponents(wheels, site, more), ...(await embeddedComponents(site))]);
  const bare = all.filter(({ texts }) => texts.length === 0);
  if (bare.length > 0) throw new Error(`No licence text: ${bare.map(({ name }) => name).join(", ")}.`);
  return all;
}
