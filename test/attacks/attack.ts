import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { asAttempt, type Fighter, openHardened, openPlain } from "./arena.ts";
import type { Without } from "./variant.ts";
import { type Harm, World } from "./world.ts";

/** Python that wants to do harm. Knows the names of `World.prelude`; prints what it got. */
export interface Attack {
  /** Completes "a cell cannot …". */
  readonly name: string;
  readonly harm: Harm;
  readonly code: string;
  /**
   * Where it must succeed, so that its failure means something: in stock Pyodide, or in ours without the layers that
   * stop it.
   */
  readonly control: "plain" | Without;
}

/** Tests that each attack does its harm in its control, and none in the product. */
export function defend(title: string, attacks: readonly Attack[]): void {
  describe.each([{ title }])("$title", () => {
    let world: World;
    let hardened: Fighter;
    const controls = new Map<string, Promise<Fighter>>();
    const controlOf = (control: Attack["control"]): Promise<Fighter> => {
      const key = JSON.stringify(control);
      const known = controls.get(key);
      if (known !== undefined) return known;
      const opening = control === "plain" ? openPlain() : openHardened({ without: control });
      controls.set(key, opening);
      return opening;
    };
    beforeAll(async () => {
      world = await World.create();
      hardened = await openHardened();
    });
    afterAll(async () => {
      await hardened.close();
      for (const control of controls.values()) await (await control).close();
      await world.close();
    });

    it.each(attacks)("a cell cannot $name", async ({ harm, code, control }) => {
      const loser = await attempt(world, await controlOf(control), code);
      expect(loser.harms, `harm without the sandbox; it printed ${loser.got.slice(0, 300)}`).toContain(harm);
      const { harms, got } = await attempt(world, hardened, code);
      expect(harms, got).toEqual([]);
    });

    it("the session, or a new one, works as before", async () => {
      expect(await hardened.run("print(6 * 7)")).toContain("42");
    });
  });
}

/** Lets a fighter try an attack, and looks at the world afterwards. */
export async function attempt(
  world: World,
  fighter: Fighter,
  code: string,
): Promise<{ harms: Harm[]; got: string }> {
  await world.reset();
  const got = await fighter.run(asAttempt(world.prelude, code));
  return { harms: await world.harms(got), got: got.slice(0, 2000) };
}
