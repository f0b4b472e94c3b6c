import type { Attack } from "./attack.ts";

/** What Pyodide hands to Python of JavaScript's world. */
export const bridge: Attack[] = [
  {
    name: "read the environment by js.process",
    harm: "environment read",
    control: "plain",
    code: "import js\nprint(getattr(js.process.env, ENV_NAME))",
  },
  {
    name: "read a file by js.require",
    harm: "file read",
    control: { walls: true, flags: true, bubblewrap: true },
    code: "import js\nprint(js.require('fs').readFileSync(SECRET_FILE, 'utf8'))",
  },
  {
    name: "write a file by process.getBuiltinModule",
    harm: "file written",
    control: "plain",
    code: "import js\njs.process.getBuiltinModule('fs').writeFileSync(OUTSIDE + '/made', 'x')",
  },
  {
    name: "evaluate JavaScript by js.eval",
    harm: "environment read",
    control: "plain",
    code: "import js\nprint(js.eval(f'process.env.{ENV_NAME}'))",
  },
  {
    name: "evaluate JavaScript by run_js",
    harm: "environment read",
    control: "plain",
    code: "from pyodide.code import run_js\nprint(run_js(f'process.env.{ENV_NAME}'))",
  },
  {
    name: "import a module by js.eval",
    harm: "file read",
    control: "plain",
    code: `
import js
fs = await js.eval("(async () => process.getBuiltinModule('fs'))")()
print(fs.readFileSync(SECRET_FILE, "utf8"))`,
  },
  {
    name: "find the globals in the settings of Pyodide",
    harm: "environment read",
    control: "plain",
    code: "import pyodide_js\nprint(getattr(pyodide_js._api.config.jsglobals.process.env, ENV_NAME))",
  },
  {
    name: "find the globals by the module that bears them",
    harm: "environment read",
    control: "plain",
    code: "import sys\nprint(getattr(sys.modules['js'].globalThis.process.env, ENV_NAME))",
  },
];
