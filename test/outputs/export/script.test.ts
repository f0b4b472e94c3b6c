import { expect, it, onTestFinished } from "vitest";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { scriptOf } from "../../../src/outputs/export/script.ts";
import { ended, question, transcriptOf } from "../../thread/events.ts";
import { cell as codeCell, say } from "../../fakes/scriptedModel.ts";
import { openLab, printed } from "../../python/embedded.ts";
import { realThread } from "./realThread.ts";
import { everything, FAILED_CODE, GOOD_CODE, ran } from "./samples.ts";

const failed = (name = "KeyError") => [{ kind: "error" as const, name, message: "no", traceback: "…" }];

/** The script of a thread with one question and these cells. */
const scriptWith = (...cells: ReturnType<typeof ran>[]): string =>
  scriptOf(transcriptOf(question("Count"), ...cells.flat(), ended));

it("holds the code that worked byte for byte, in cells, and everything else as comments", () => {
  const script = scriptOf(everything);
  expect(script).toContain(`# %%\n${GOOD_CODE}\n`);
  const rest = script.replace(GOOD_CODE, "");
  const setup = ["import os", 'if os.path.isdir("/mnt/data"):', '    os.chdir("/mnt/data")'];
  const others = rest.split("\n").filter((line) => line !== "" && !line.startsWith("#"));
  expect(others).toEqual(setup);
  expect(rest).toContain("# Attached: penguins.csv (1 B)");
  expect(rest).toContain("# I look at *the file*; clean.csv follows.");
});

it("says in the file that failed and stopped cells are commented out", () => {
  const script = scriptOf(everything);
  expect(script).toContain("Cells that failed or were stopped are commented out");
  expect(script).toContain(
    `# %% Failed try (KeyError): left out.\n${FAILED_CODE.trimEnd().replace(/^/gm, "# ")}\n`,
  );
  expect(script).toContain("# %% Left out: it was not run to its end.\n# while True: pass\n");
});

it("runs a failed cell up to its error when later cells use what it had done", () => {
  const script = scriptWith(
    ran("c1", "text = '''a\\n'''\nnumber = 1\nnumber.nothing", "error", failed()),
    ran("c2", "number = number + 1\nprint(number, repr(text))"),
  );
  expect(script).toContain("# %% Failed try (KeyError): runs up to its error");
  expect(script).toContain(
    "try:\n    exec('''\ntext = \\'\\'\\'a\\\\n\\'\\'\\'\nnumber = 1\nnumber.nothing\n''')\nexcept",
  );
});

it.each([
  ["binds the name anew", "number = 1\nnumber.nothing", "number = 2\nprint(number)"],
  ["imports the module anew", "import json as js\njs.nothing", "import json as js\njs.dumps(1)"],
  ["only names it in a comment", "number = 1\n1 / 0", "# number\nprint(1)"],
])("leaves a failed cell out when the next one %s", (_how, first, second) => {
  expect(scriptWith(ran("c1", first, "error", failed()), ran("c2", second))).toContain("left out");
});

it.each([
  ["changes a part of it", "table = {}\n1 / 0", "table['a'] = 1\nprint(table)"],
  ["uses a function", "def work(): pass\n1 / 0", "print(1)\nwork()"],
  ["uses what a block bound", "with open('x') as found:\n    lines = 3\n1 / 0", "print(lines)"],
])("keeps a failed cell when a later one %s", (_how, first, second) => {
  expect(scriptWith(ran("c1", first, "error", failed()), ran("c2", second))).toContain(
    "runs up to its error",
  );
});

it("leaves out what never was Python", () => {
  const script = scriptWith(ran("c1", "x = = 1", "error", failed("SyntaxError")), ran("c2", "x"));
  expect(script).toContain("# %% Failed try (SyntaxError): left out.");
});

it("cannot be broken out of by questions and words", () => {
  const script = scriptOf(transcriptOf(question("a\nb\r\nc\rimport os"), ended));
  expect(script.split(/\r\n|\r|\n/).filter((line) => line !== "" && !line.startsWith("#"))).toEqual([]);
});

it("runs as one script in a real Python, and gives what the thread gave", async () => {
  const { transcript } = await realThread(
    [{ text: "Sum it up", files: { "sales.csv": "month,won\n1,20\n2,22\n" } }, { text: "And now?" }],
    [
      [
        codeCell(
          "import pandas as pd\nsales = pd.read_csv('/mnt/data/sales.csv')\nmark = '''it\\'s '''\nprint(sales['wonn'])",
        ),
      ],
      [
        codeCell(
          "sales = sales.assign(double=sales['won'] * 2)\nprint(mark, sales['double'].sum())\ndisplay(sales)",
        ),
      ],
      [say("84.")],
      [codeCell("sales.to_csv('/mnt/data/double.csv', index=False)\nprint('done')")],
      [say("Written.")],
    ],
  );
  const lab = await openLab();
  onTestFinished(() => lab.close());
  await writeFile(join(lab.dataDir, "sales.csv"), "month,won\n1,20\n2,22\n");
  await writeFile(join(lab.dataDir, "script.py"), scriptOf(transcript));
  const { end, outputs } = await lab.run(
    "import runpy\nruns = runpy.run_path('/mnt/data/script.py', run_name='__main__')",
  );
  expect(end, JSON.stringify(outputs)).toBe("ok");
  expect(printed(outputs)).toBe(
    "KeyError('wonn')\nit's  84\n   month  won  double\n0      1   20      40\n1      2   22      44\ndone\n",
  );
  expect(await readFile(join(lab.dataDir, "double.csv"), "utf8")).toBe(
    "month,won,double\n1,20,40\n2,22,44\n",
  );
});
