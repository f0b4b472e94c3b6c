import type { Attack } from "./attack.ts";

/** Other processes: made, or hit by a signal. */
export const processes: Attack[] = [
  {
    name: "run a command by os.system",
    harm: "file written",
    control: "plain",
    code: "import os\nos.system(f'touch {OUTSIDE}/made')",
  },
  {
    name: "run a command by Node's child_process",
    harm: "file written",
    control: "plain",
    code: "import js\njs.process.getBuiltinModule('child_process').execSync(f'touch {OUTSIDE}/made')",
  },
  {
    name: "start a thread that is not confined",
    harm: "file written",
    control: "plain",
    code: `
import asyncio, js
from pyodide.ffi import create_once_callable, to_js
options = to_js({"eval": True}, dict_converter=js.Object.fromEntries)
source = f"require('fs').writeFileSync('{OUTSIDE}/made', 'x')"
worker = js.process.getBuiltinModule("worker_threads").Worker.new(source, options)
ended = asyncio.get_running_loop().create_future()
worker.on("exit", create_once_callable(ended.set_result))
await ended`,
  },
  {
    name: "make a database anywhere by SQLite",
    harm: "file written",
    control: "plain",
    code: `
import js
db = js.process.getBuiltinModule("node:sqlite").DatabaseSync.new(f"{OUTSIDE}/made")
db.exec("create table t (x)")
db.close()`,
  },
  {
    name: "end another process by a signal",
    harm: "signal",
    control: "plain",
    code: "import js\njs.process.kill(VICTIM, 'SIGKILL')",
  },
  {
    name: "end another process by its own kernel's functions",
    harm: "signal",
    control: { bubblewrap: true, walls: true },
    code: `
import os
try: os.kill(VICTIM, 9)
except BaseException as error: print(error)
import js
js.process.kill(VICTIM, "SIGKILL")`,
  },
  {
    name: "open a debugger in another process",
    harm: "signal",
    control: "plain",
    code: "import js\njs.process._debugProcess(VICTIM)\njs.process.kill(VICTIM, 'SIGTERM')",
  },
];
