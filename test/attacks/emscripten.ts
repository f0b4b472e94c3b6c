import type { Attack } from "./attack.ts";

const script = "process.env.";

/** What lies below Python: the C library, which Emscripten answers in JavaScript. */
export const emscripten: Attack[] = [
  {
    name: "run JavaScript by ctypes",
    harm: "environment read",
    control: "plain",
    code: `
import ctypes
run = ctypes.CDLL(None).emscripten_run_script_string
run.restype = ctypes.c_char_p
print(run(f"${script}{ENV_NAME}".encode()).decode())`,
  },
  {
    name: "run JavaScript by a class that it found among all classes",
    harm: "environment read",
    control: "plain",
    code: `
import pydoc
load = [c for c in ().__class__.__base__.__subclasses__() if c.__name__ == "FileLoader"][0]
ctypes = __builtins__["__import__"]("ctypes") if isinstance(__builtins__, dict) else __builtins__.__import__("ctypes")
library = [c for c in object.__subclasses__() if c.__name__ == "CDLL"][0](None)
run = library["emscripten_run_script_string"]
run.restype = ctypes.c_char_p
print(run(f"${script}{ENV_NAME}".encode()).decode())`,
  },
  {
    name: "run JavaScript by Emscripten's module",
    harm: "environment read",
    control: "plain",
    code: `
import pyodide_js
m = pyodide_js._module
print(m.UTF8ToString(m._emscripten_run_script_string(m.stringToNewUTF8(f"${script}{ENV_NAME}"))))`,
  },
  {
    name: "run a command by ctypes",
    harm: "file written",
    control: "plain",
    code: "import ctypes\nctypes.CDLL(None).system(f'touch {OUTSIDE}/made'.encode())",
  },
  {
    name: "run a command by Emscripten's module",
    harm: "file written",
    control: "plain",
    code: `
import pyodide_js
m = pyodide_js._module
m._system(m.stringToNewUTF8(f"touch {OUTSIDE}/made"))`,
  },
];
