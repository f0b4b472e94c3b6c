import { explode, FIND_SEND, OUTPUT, TIME } from "./bomb.ts";

explode("Bombs of output", [
  { name: "a flood of print", code: "while True: print('x' * 1000)", becomes: TIME, timeoutMs: 1500 },
  { name: "200 MB at once", code: "print('x' * 200_000_000)", becomes: /"end":"ok".*a cell may print 1 MB/ },
  { name: "displays", code: "while True: display('x' * 100_000)", becomes: OUTPUT },
  { name: "small displays", code: "while True: display(1)", becomes: OUTPUT },
  { name: "lines of its own", code: `${FIND_SEND}\nwhile True: send("x" * 1000)`, becomes: OUTPUT },
  { name: "empty lines of its own", code: `${FIND_SEND}\nwhile True: send("\\n" * 10_000)`, becomes: OUTPUT },
  {
    name: "a line of 80 MB",
    code: `${FIND_SEND}\nsend("x" * 80_000_000)\nwhile True: pass`,
    becomes: /ended unexpectedly|8 MB of output|560 MB of memory/,
  },
  { name: "an error of 100 MB", code: "raise ValueError('x' * 100_000_000)", becomes: /"end":"error"/ },
  {
    name: "an error whose text is an error",
    code: "class E(Exception):\n    def __str__(self): raise self\nraise E()",
    becomes: /"end":"error".*cannot be shown/,
  },
  {
    name: "errors in errors",
    code: "error = None\nfor n in range(100_000):\n    new = ValueError(n)\n    new.__cause__ = error\n    error = new\nraise error",
    becomes: /"end":"(error|lost)"/,
  },
]);
