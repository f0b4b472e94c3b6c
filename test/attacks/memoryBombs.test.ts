import { explode, MEMORY } from "./bomb.ts";

explode("Bombs of memory", [
  { name: "a list", code: "x = []\nwhile True: x.append(bytearray(10_000_000))", becomes: MEMORY },
  { name: "an array", code: "import numpy\nnumpy.ones(2 * 10 ** 8)", becomes: MEMORY },
  {
    name: "arrays",
    code: "import numpy\nx = []\nwhile True: x.append(numpy.ones(10 ** 6))",
    becomes: MEMORY,
  },
  { name: "a text", code: "x = 'x'\nwhile True: x += x", becomes: MEMORY },
  {
    name: "buffers of JavaScript's, which no limit of WebAssembly counts",
    code: "import pyodide_js\nx = []\nwhile True: x.append(pyodide_js._module.HEAPU8.slice(0, 50_000_000))",
    becomes: MEMORY,
  },
  {
    name: "objects of JavaScript's",
    code: "import pyodide_js\nfrom pyodide.ffi import to_js\nx = to_js([])\nwhile True: x.push(to_js(list(range(10_000))))",
    becomes: MEMORY,
  },
  {
    name: "files in memory",
    code: "n = 0\nwhile True:\n    n += 1\n    with open(f'/tmp/{n}', 'wb') as f: f.write(b'x' * 20_000_000)",
    becomes: /MemoryError|OSError|more than 560 MB of memory|ended unexpectedly/,
  },
  {
    name: "callbacks",
    code: "import pyodide_js\nfrom pyodide.ffi import create_proxy\nf = create_proxy(lambda: None)\nwhile True: pyodide_js._api.scheduleCallback(f, 100000)",
    becomes: MEMORY,
    timeoutMs: 60_000,
  },
]);
