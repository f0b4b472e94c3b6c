import { explode, TIME } from "./bomb.ts";

explode("Bombs of time", [
  { name: "a loop", code: "while True: pass", becomes: TIME, timeoutMs: 500 },
  {
    name: "a loop that catches everything",
    code: "while True:\n    try:\n        while True: pass\n    except BaseException: pass",
    becomes: TIME,
    timeoutMs: 500,
  },
  {
    name: "a regular expression",
    code: "import re\nre.match(r'(a+)+$', 'a' * 60 + 'b')",
    becomes: TIME,
    timeoutMs: 500,
  },
  {
    name: "a number",
    code: "x = 10 ** (10 ** 9)",
    becomes: /time limit|MemoryError|ended unexpectedly/,
    timeoutMs: 500,
  },
  { name: "sleep", code: "import time\ntime.sleep(10 ** 6)", becomes: TIME, timeoutMs: 500 },
  {
    name: "a promise that never comes",
    code: "import asyncio\nawait asyncio.Event().wait()",
    becomes: TIME,
    timeoutMs: 500,
  },
  {
    name: "a deaf interrupt buffer",
    code: "import pyodide_js\npyodide_js.setInterruptBuffer(None)\nwhile True: pass",
    becomes: TIME,
    timeoutMs: 500,
  },
]);
