import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { findBubblewrap } from "../../src/python/pyodide/bubblewrap.ts";
import { type Fighter, openHardened } from "./arena.ts";
import { type Attack, attempt } from "./attack.ts";
import { bridge } from "./bridge.ts";
import { constructors } from "./constructors.ts";
import { emscripten } from "./emscripten.ts";
import { fileSystems } from "./fileSystems.ts";
import { network } from "./network.ts";
import { processes } from "./processes.ts";
import { secrets } from "./secrets.ts";
import { sideModules } from "./sideModules.ts";
import type { Without } from "./variant.ts";
import { World } from "./world.ts";

const all: readonly Attack[] = [
  ...bridge,
  ...constructors,
  ...emscripten,
  ...sideModules,
  ...fileSystems,
  ...processes,
  ...network,
  ...secrets,
];

// Where there is no bubblewrap, Node's flags are the last layer, and they have no wall around the network.
const hasBubblewrap = (await findBubblewrap()) !== null;

const SINGLE: readonly { layer: string; without: Without; needs?: "bubblewrap" }[] = [
  { layer: "bubblewrap", without: { bubblewrap: true } },
  { layer: "Node's permission model and flags", without: { flags: true } },
  { layer: "what is frozen and taken away after the start", without: { lockdown: true } },
  { layer: "the glue without import()", without: { glue: true }, needs: "bubblewrap" },
  { layer: "all that hides Node from Python", without: { walls: true }, needs: "bubblewrap" },
];

describe.each(SINGLE)("Two layers: without $layer", ({ without, needs }) => {
  let world: World;
  let fighter: Fighter;
  beforeAll(async () => {
    world = await World.create();
    fighter = await openHardened({ without });
  });
  afterAll(async () => {
    await fighter.close();
    await world.close();
  });

  it.skipIf(needs === "bubblewrap" && !hasBubblewrap)(
    `no attack of any family does harm${needs === undefined ? "" : " (needs bubblewrap)"}`,
    async () => {
      const harmful: string[] = [];
      for (const { name, code } of all) {
        const { harms } = await attempt(world, fighter, code);
        if (harms.length > 0) harmful.push(`${name}: ${harms.join()}`);
      }
      expect(harmful).toEqual([]);
    },
  );
});
