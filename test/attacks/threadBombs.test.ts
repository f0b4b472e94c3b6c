import { explode } from "./bomb.ts";

explode("Bombs of threads and stacks", [
  {
    name: "threads",
    code: "import threading\nwhile True: threading.Thread(target=print).start()",
    becomes: /RuntimeError/,
  },
  { name: "forks", code: "import os\nwhile True: os.fork()", becomes: /Error/ },
  { name: "processes", code: "import multiprocessing\nmultiprocessing.Pool(1000)", becomes: /Error/ },
  { name: "recursion", code: "def f(): f()\nf()", becomes: /RecursionError/ },
  {
    name: "recursion without its limit",
    code: "import sys\nsys.setrecursionlimit(10 ** 9)\ndef f(): f()\nf()",
    becomes: /RecursionError|MemoryError|ended unexpectedly/,
  },
  {
    name: "recursion in the C stack",
    code: "x = []\nfor n in range(10 ** 6): x = [x]\nrepr(x)",
    becomes: /RecursionError|ended unexpectedly/,
  },
  {
    name: "tasks",
    code: "import asyncio\nasync def f():\n    while True:\n        asyncio.ensure_future(f())\n        await asyncio.sleep(0)\nawait f()",
    becomes: /time limit|more than 560 MB|MemoryError|ended unexpectedly/,
    timeoutMs: 2000,
  },
  {
    name: "a crash",
    code: "import ctypes\nctypes.string_at(2 ** 32 - 1)\nctypes.CDLL(None).abort()",
    becomes: /ended unexpectedly|Error/,
  },
]);
