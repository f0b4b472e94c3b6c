import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Fighter, openHardened } from "./arena.ts";

/** Objects that the glue and our own code share with a cell, and what an attacker would replace in them. */
const TARGETS: readonly { owner: string; expression: string; key: string }[] = [
  { owner: "Object.prototype", expression: "Object.prototype", key: "toJSON" },
  { owner: "Object.prototype", expression: "Object.prototype", key: "constructor" },
  { owner: "Object", expression: "Object", key: "entries" },
  { owner: "Function.prototype", expression: "Object.getPrototypeOf(Object)", key: "call" },
  { owner: "Array.prototype", expression: "Array.prototype", key: "push" },
  { owner: "Array.prototype", expression: "Array.prototype", key: "then" },
  { owner: "Array", expression: "Array", key: "isArray" },
  { owner: "Promise.prototype", expression: "Promise.prototype", key: "then" },
  { owner: "Promise", expression: "Promise", key: "resolve" },
  { owner: "String.prototype", expression: "Object.getPrototypeOf(Object('x'))", key: "split" },
  { owner: "Number.prototype", expression: "Object.getPrototypeOf(Object(1))", key: "toString" },
  { owner: "Map.prototype", expression: "Map.prototype", key: "get" },
  {
    owner: "TypedArray.prototype",
    expression: "Object.getPrototypeOf(module.HEAPU8.constructor.prototype)",
    key: "length",
  },
  { owner: "Uint8Array.prototype", expression: "module.HEAPU8.constructor.prototype", key: "length" },
  { owner: "Uint8Array", expression: "module.HEAPU8.constructor", key: "from" },
  { owner: "Error", expression: "Error", key: "prepareStackTrace" },
];

const POISON = `
import pyodide_js
from pyodide.ffi import to_js, JsException
module = pyodide_js._module
Object = module.constructor
Array = to_js([]).constructor
Promise = pyodide_js._api.lockFilePromise.constructor
Map = Object.getPrototypeOf(pyodide_js._api.LiteralMap)
try: pyodide_js.FS.readFile("/nowhere")
except JsException as error: pass
try: Object.defineProperty(1, "x", 1)
except JsException as error: Error = Object.getPrototypeOf(error.js_error.constructor)
`;

/** Replaces it if it can, and puts the old one back at once: the control has to go on. */
const poison = (expression: string, key: string): string => `
owner = ${expression}
before = Object.getOwnPropertyDescriptor(owner, "${key}")
poison = to_js({"value": "poison", "configurable": True, "writable": True}, dict_converter=Object.fromEntries)
try:
    Object.defineProperty(owner, "${key}", poison)
    after = Object.getOwnPropertyDescriptor(owner, "${key}")
    print("poisoned" if after is not None and getattr(after, "value", None) == "poison" else "refused")
    if before is None: delattr(owner, "${key}")
    else: Object.defineProperty(owner, "${key}", before)
except JsException as error: print("refused", error)
`;

describe("Poisoned prototypes", () => {
  let hardened: Fighter;
  let open: Fighter;
  beforeAll(async () => {
    hardened = await openHardened();
    open = await openHardened({ without: { lockdown: true } });
  });
  afterAll(async () => {
    await hardened.close();
    await open.close();
  });

  it.each(TARGETS)("a cell cannot replace $key of $owner", async ({ expression, key }) => {
    const code = `${POISON}${poison(expression, key)}`;
    const taken = await open.run(code);
    // Some leave their own process dead or mute: that is poison at work as well.
    expect(taken).not.toMatch(/refused|"end":"error"/);
    if (!taken.includes("poisoned")) {
      await open.close();
      open = await openHardened({ without: { lockdown: true } });
    }
    const got = await hardened.run(code);
    expect(got).toContain("refused");
    expect(got).not.toContain("poisoned");
  });

  it("the session goes on", async () => {
    expect(await hardened.run("import pandas as pd\nprint(pd.Series([1, 2]).sum())")).toContain("3");
  });
});
