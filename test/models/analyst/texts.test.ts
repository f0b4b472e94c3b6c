import { readFile } from "node:fs/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type AnalystLab, openAnalystLab } from "../analystLab.ts";

let lab: AnalystLab;
beforeAll(async () => (lab = await openAnalystLab()));
afterAll(() => lab.close());

const MARKDOWN = `# One [evil](x)\n\n- a\n- [ ] b\n\n\`\`\`sh\n# no heading\n\`\`\`\n\n## Two\n\n[a](b) ![c](d)\n\n| a | b |\n|---|---|\n| 1 | 2 |\n`;
const HTML = `<title>T</title><script>words words words</script><h1>First</h1><a href="https://x.org">x</a><a href=/y>y</a><img src=a><table><tr><th>a<th>b<tr><td>1<td>2</table><p>penguins penguins`;
const XML = `<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE l [<!ENTITY x SYSTEM "file:///etc/passwd"><!ENTITY a "b">]><l xmlns:n="u"><n:item id="1">one &x;</n:item><n:item id="2">two</n:item></l>`;
const TEX = String.raw`\usepackage{amsmath}
\section{Intro}\cite{a,b} % \section{Not}
\begin{equation}x\end{equation}\ref{nope}`;

describe("what a text is made of", () => {
  it.each([
    [
      "t.md",
      MARKDOWN,
      ["headings: 2", "links: 2", "pictures: 1", "blocks of code: 1", "tables: 1", "open tasks: 1"],
    ],
    ["t.md", MARKDOWN, [String.raw`begins with: One \[evil\](x); Two`]],
    [
      "t.html",
      HTML,
      ["title: T", "links: 2", "links to other sites: 1", "pictures without a description: 1"],
    ],
    ["t.html", HTML, ["largest table: 1 rows and 2 columns", "words are penguins (2)"]],
    ["t.xml", XML, ["well formed: yes", "root element: l", "elements: 3", "item (2 times)"]],
    ["t.xml", "<a><b></a>", ["well formed: no", "elements: 2"]],
    ["t.svg", `<svg><g/></svg>`, ["root element: svg"]],
    ["t.tex", TEX, ["headings: 1", "equations: 1", "works cited: 2", "packages: amsmath"]],
    ["t.tex", TEX, ["references without a label here: nope", "begins with: Intro"]],
    [
      "t.json",
      '{"a": {"b": [1, 2]}, "c": true}',
      ["holds one object, not rows: 2 keys at its top, 3 single values"],
    ],
    ["t.json", "{}", ["holds one object, not rows, and it is empty"]],
    ["t.json", '{"x": {"y": [{"v": 1}, {"v": 2}]}}', ["2 rows and 1 column (v)"]],
  ])("%s: %#", async (name, text, said) => {
    const { answer, outputs, cells } = await lab.ask("Look", { [name]: text });
    for (const part of said) expect(answer).toContain(part);
    expect(JSON.stringify(outputs)).not.toContain("root:x");
    expect(cells.filter(({ failed }) => failed)).toEqual([]);
  });
});

describe("source code", () => {
  it.each([
    [
      "t.ts",
      "import a from 'b';\n// c\nexport function f() {}\nconst g = (x) => x;\nclass H {}\n",
      ["TypeScript with 5 lines", "functions: 2", "classes: 1", "imports: 1"],
    ],
    [
      "t.java",
      "import a.B;\n/* c\n d */\npublic class E {\n  int f(int x) {\n    if (x) {}\n  }\n}\n",
      ["methods: 1", "types: 1", "lines of comments: 2"],
    ],
    [
      "t.cpp",
      "#include <a>\nstruct X {\n};\nint main() {\n  for (;;) {}\n}\n",
      ["functions: 1", "types: 1", "imports: 1"],
    ],
    ["t.rb", "require 'x'\nclass A\n  def b?\n  end\nend\n", ["methods: 1", "classes and modules: 1"]],
    ["t.php", "<?php\nuse A;\nfunction f() {}\n", ["functions: 1", "imports: 1"]],
    ["t.css", ".a { b: c; }\n:root { --d: 1; }\n", ["rules: 2", "variables: 1"]],
  ])("in %s is measured", async (name, text, said) => {
    const { answer } = await lab.ask("Look", { [name]: text });
    for (const part of said) expect(answer).toContain(part);
  });
});

describe("a Python file", () => {
  it("runs as it is, in its folder", async () => {
    const { answer, outputs } = await lab.ask("Run it", {
      "penguin_bills.py": await readFile("samples/penguin_bills.py", "utf8"),
    });
    expect(answer).toMatch(/^\*\*penguin_bills.py\*\* ran; its output is above\./);
    expect(answer).toContain("4 functions and 0 classes. It imports math, statistics.");
    expect(JSON.stringify(outputs)).toContain("together: 24 of 24");
  });

  it("may import its neighbour, and leave files", async () => {
    await lab.ask("Run main.py", {
      "main.py": 'import helper\nopen("out.txt", "w").write(helper.word)\n',
      "helper.py": 'word = "done"\n',
    });
    expect(await lab.read("out.txt")).toBe("done");
  });

  it.each([
    [
      "that fails",
      "def f():\n    return 1 / 0\n\n\nf()\n",
      "ended with an error in line 2: `ZeroDivisionError: division by zero`",
    ],
    ["that is not valid", "x = (\nprint 1", "It is not valid Python, so I did not run it: line 1"],
    ["that exits", "import sys\nsys.exit(0)\n", "ran and printed nothing"],
    ["without anything to run", "x = 1\n", "ran and printed nothing"],
  ])("%s", async (_, code, said) => {
    expect((await lab.ask("Run it", { "t.py": code })).answer).toContain(said);
  });
});

describe("a file of which the name says nothing", () => {
  it.each([
    ["text", "t.zzz", "one two\n", "By its bytes **t.zzz** is text.\n\n**t.zzz** has 1 line, 2 words"],
    [
      "binary",
      "t.bin",
      Buffer.from([1, 0, 200, 0, 7]),
      "is a binary file of a kind I do not know: 5 bytes, 0% of them",
    ],
    ["a database", "t", "SQLite format 3\u0000", "**t** is a SQLite database by its first bytes (16 bytes)"],
  ])("is told by its bytes: %s", async (_, name, bytes, said) => {
    expect((await lab.ask("Look", { [name]: bytes })).answer).toContain(said);
  });

  it("and treated as what it is", async () => {
    const { answer } = await lab.ask("Look", { "t.dat": await readFile("samples/gapminder.png") });
    expect(answer).toContain("By its bytes **t.dat** is a PNG picture.");
    expect(answer).toContain("640 × 400");
  });
});
