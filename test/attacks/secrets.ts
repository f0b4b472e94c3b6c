import type { Attack } from "./attack.ts";

/** What a process knows of who started it. */
export const secrets: Attack[] = [
  {
    name: "read all of the environment",
    harm: "environment read",
    control: "plain",
    code: "import js\nprint([pair for pair in js.Object.entries(js.process.env).to_py() if pair[0] == ENV_NAME])",
  },
  {
    name: "read the environment of its own process from the kernel",
    harm: "environment read",
    control: "plain",
    code: `
import js
text = js.process.getBuiltinModule("fs").readFileSync("/proc/self/environ", "utf8")
print([part for part in text.split("\\0") if ENV_NAME in part])`,
  },
  {
    name: "read the environment of another process from the kernel",
    harm: "environment read",
    control: "plain",
    code: `
import js
text = js.process.getBuiltinModule("fs").readFileSync(f"/proc/{VICTIM}/environ", "utf8")
print([part for part in text.split("\\0") if ENV_NAME in part])`,
  },
  {
    name: "read the environment by Node's report",
    harm: "environment read",
    control: "plain",
    code: "import js\nprint(getattr(js.process.report.getReport().environmentVariables, ENV_NAME))",
  },
  {
    name: "find the environment in Python's own places",
    harm: "environment read",
    // Stock Pyodide passes no environment on: here it is what \`js\` gives, searched as an attacker would.
    control: "plain",
    code: `
import os, sys, sysconfig, pyodide_js
print(dict(os.environ).get(ENV_NAME), sys.argv, sysconfig.get_config_vars().get(ENV_NAME))
print(getattr(pyodide_js._module.ENV, ENV_NAME, None), getattr(pyodide_js._api.config.env, ENV_NAME, None))
for path in ("/proc/self/environ", "/proc/1/environ", f"/proc/{VICTIM}/environ"):
    try: print([part for part in open(path).read().split("\\0") if ENV_NAME in part])
    except OSError as error: print(error)
import js
for name in dir(js):
    try: print(name, getattr(getattr(js, name).env, ENV_NAME))
    except BaseException as error: print(error)`,
  },
];
