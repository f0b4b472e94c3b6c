import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { openPlace, type Place } from "./interpreter.ts";

let place: Place;
beforeEach(async () => (place = await openPlace()));
afterEach(() => place.remove());

const script = (code: string): Promise<void> => writeFile(join(place.dir, "script.py"), code);

it("runs a file with its data, streams what it prints, and writes what it made", async () => {
  await writeFile(join(place.dir, "수치.csv"), "a\n1\n2\n");
  await script(
    [
      "import pandas as pd, matplotlib.pyplot as plt, sys",
      "frame = pd.read_csv('수치.csv')",
      "print('sum', frame.a.sum()); print('careful', file=sys.stderr)",
      "frame.to_json('out.json')",
      "plt.plot(frame.a); plt.title('Two points'); plt.show()",
      "frame.a.mean()",
    ].join("\n"),
  );
  const { code, stdout, stderr } = await place.interpreter([
    ...["run", "script.py", "--data", "수치.csv", "--out", "made"],
  ]);
  expect(code).toBe(0);
  expect(stdout).toMatch(/^sum 3\n.*1\.5/s);
  expect(stderr).toContain("careful\n");
  expect(await place.files()).toEqual(["made/out.json", "made/two-points.png", "script.py", "수치.csv"]);
});

it("ends with 1 and the traceback on stderr when the file fails; what it made before is kept", async () => {
  await script("open('half.txt', 'w').write('x')\n1 / 0");
  const { code, stdout, stderr } = await place.interpreter(["run", "script.py"]);
  expect(code).toBe(1);
  expect(stdout).toBe("");
  expect(stderr).toMatch(/line 2.*ZeroDivisionError: division by zero/s);
  expect(await place.read("interpreter-output/half.txt")).toBe("x");
});

it("ends an endless file at its time limit, and says how to raise it", async () => {
  await script("print('begun')\nwhile True: pass");
  const { code, stdout, stderr } = await place.interpreter(["run", "script.py", "--timeout", "1"]);
  expect(code).toBe(1);
  expect(stdout).toBe("begun\n");
  expect(stderr).toContain("ran for 1 s, its time limit");
  expect(stderr).toContain("give --timeout SECONDS");
});

it("ends an endless file by Ctrl+C, and keeps what it made", async () => {
  await script("open('half.txt', 'w').write('x')\nprint('begun', flush=True)\nwhile True: pass");
  let interrupts = 0;
  const { code, stderr } = await place.interpreter(["run", "script.py"], {
    onOutput: (printed, process) => {
      if (printed.includes("begun") && interrupts++ === 0) process.interrupt();
    },
  });
  expect(code).toBe(1);
  expect(stderr).toContain("Stopped.");
  expect(await place.read("interpreter-output/half.txt")).toBe("x");
});

it.each([
  [["run"], 2, "Name one file of Python to run."],
  [["run", "a.py", "b.py"], 2, "Name one file of Python to run."],
  [["run", "missing.py"], 1, "There is no file missing.py."],
  [["run", "script.py", "--timeout", "soon"], 2, '--timeout takes a number above 0, not "soon".'],
  [["run", "script.py", "--memory", "-1"], 2, "--memory"],
] as const)("says what is wrong with %j", async (args, expected, sentence) => {
  await script("print(1)");
  const { code, stderr } = await place.interpreter(args);
  expect(code).toBe(expected);
  expect(stderr).toContain(sentence);
  expect(stderr.trim().split("\n")).toHaveLength(1);
});
