import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Lab, openLab, printed } from "./embedded.ts";

describe("a cell", () => {
  let lab: Lab;
  beforeAll(async () => (lab = await openLab()));
  afterAll(() => lab.close());

  it("shows its last expression, and keeps variables for the next one", async () => {
    await lab.run("x = 20");
    const { end, outputs } = await lab.run("y = 1\nx * 2 + y + 1");
    expect(end).toBe("ok");
    expect(outputs).toEqual([{ kind: "display", data: { "text/plain": "42" }, alt: "" }]);
  });

  it("streams stdout and stderr in the order in which they were written", async () => {
    const { outputs } = await lab.run(
      "import sys\nprint('a')\nprint('b', file=sys.stderr)\nprint('c')\ndisplay(1)\nprint('d')",
    );
    const order = outputs.map((output) => (output.kind === "stream" ? output.text.trim() : output.kind));
    expect(order.filter((text) => text !== "")).toEqual(["a", "b", "c", "display", "d"]);
  });

  it("hands over what it printed while it still runs", async () => {
    const stop = new AbortController();
    const result = await lab.session.execute("print('first')\nwhile True: pass", {
      signal: stop.signal,
      onOutput: (output) => output.kind === "stream" && output.text.includes("first") && stop.abort(),
    });
    expect(result.end).toBe("stopped");
  });

  it("awaits at its top level", async () => {
    const { outputs } = await lab.run("import asyncio\nawait asyncio.sleep(0)\n'woke'");
    expect(outputs).toMatchObject([{ data: { "text/plain": "'woke'" } }]);
  });

  it("reports an error with the cell's own lines and none of ours", async () => {
    const { end, outputs } = await lab.run("def f():\n    return 1 / 0\n\nf()");
    expect(end).toBe("error");
    const error = outputs.find((output) => output.kind === "error");
    expect(error).toMatchObject({ name: "ZeroDivisionError", message: "division by zero" });
    expect(error?.traceback).toMatch(/<cell \d+>", line 4, in <module>\n\s+f\(\)/);
    expect(error?.traceback).toMatch(/line 2, in f/);
    expect(error?.traceback).not.toContain("kernel");
  });

  it("reports a syntax error with its line", async () => {
    const { end, outputs } = await lab.run("a = 1\nb = = 2");
    expect(end).toBe("error");
    expect(outputs).toMatchObject([{ kind: "error", name: "SyntaxError" }]);
    expect(outputs[0]).toMatchObject({ traceback: expect.stringContaining("line 2") });
  });

  it("gives a frame as a table with types, true row count and missing values", async () => {
    const { outputs } = await lab.run(
      [
        "import pandas as pd",
        "frame = pd.DataFrame({'n': [1.5, None] * 150, 'day': pd.to_datetime(['2024-01-01'] * 300)})",
        "frame.insert(2, 'n', 7, allow_duplicates=True)",
        "frame",
      ].join("\n"),
    );
    const table = outputs[0]?.kind === "display" && outputs[0].data["application/vnd.dataresource+json"];
    expect(table).toMatchObject({
      fields: [
        { name: "n", dtype: "float64" },
        { name: "day", dtype: expect.stringContaining("datetime64") },
        { name: "n", dtype: "int64" },
      ],
      rowCount: 300,
    });
    const { data } = table as { data: unknown[][] };
    expect(data).toHaveLength(200);
    expect(data.slice(0, 2)).toEqual([
      [1.5, "2024-01-01T00:00:00", 7],
      [null, "2024-01-01T00:00:00", 7],
    ]);
  });

  it("shows an index that says something", async () => {
    const { outputs } = await lab.run("pd.Series([1, 2], index=pd.Index(['a', 'b'], name='key'), name='v')");
    expect(outputs).toMatchObject([
      {
        data: {
          "application/vnd.dataresource+json": {
            fields: [{ name: "key" }, { name: "v" }],
            data: [
              ["a", 1],
              ["b", 2],
            ],
          },
        },
      },
    ]);
  });

  it("shows what a value says of itself, as interactive charts do", async () => {
    const { outputs } = await lab.run(
      [
        "class Chart:",
        "    def _repr_mimebundle_(self, include=None, exclude=None):",
        "        return {'application/vnd.vegalite.v5+json': {'mark': 'bar'}, 'text/x-secret': 'no'}, {}",
        "Chart()",
      ].join("\n"),
    );
    expect(outputs).toMatchObject([
      { kind: "display", data: { "application/vnd.vegalite.v5+json": { mark: "bar" } } },
    ]);
    expect(outputs[0]).not.toHaveProperty(["data", "text/x-secret"]);
  });

  it("shows figures on show() and those left open, with their titles, once", async () => {
    const { outputs } = await lab.run(
      [
        "import matplotlib.pyplot as plt",
        "plt.plot([1, 2]); plt.title('First')",
        "plt.show()",
        "print('between')",
        "fig, ax = plt.subplots(); ax.set_title('Second')",
        "ax.plot([3, 1])",
      ].join("\n"),
    );
    const shown = outputs.map((output) =>
      output.kind === "display" ? `${Object.keys(output.data).join()} ${output.alt}` : output.kind,
    );
    expect(shown.filter((text) => text !== "stream")).toEqual(["image/png First", "image/png Second"]);
    const png = outputs[0]?.kind === "display" ? outputs[0].data["image/png"] : undefined;
    expect(
      Buffer.from(typeof png === "string" ? png : "", "base64")
        .subarray(1, 4)
        .toString(),
    ).toBe("PNG");
    expect((await lab.run("plt.get_fignums()")).outputs).toMatchObject([{ data: { "text/plain": "[]" } }]);
  });

  it("ends with sys.exit(), and the session goes on", async () => {
    const { end } = await lab.run("import sys\nsys.exit()\nprint('never')");
    expect(end).toBe("ok");
    expect(printed((await lab.run("print('still', x)")).outputs)).toBe("still 20\n");
  });

  it("is told that nobody can answer input()", async () => {
    const { outputs } = await lab.run("input('name? ')");
    expect(outputs).toMatchObject([{ kind: "error", message: expect.stringContaining("nobody can answer") }]);
  });

  it("is told what to make of a package that is not there", async () => {
    const { outputs } = await lab.run("import tensorflow");
    expect(outputs).toMatchObject([
      { kind: "error", traceback: expect.stringContaining("nothing can be installed") },
    ]);
  });

  it("may redefine builtins and close stdout without harm to the next one", async () => {
    await lab.run(
      "import builtins, sys\nbuiltins.len = None\nbuiltins.str = None\nsys.stdout.close()\nsys.stdout = None",
    );
    const { end, outputs } = await lab.run("print('fine')");
    expect([end, printed(outputs)]).toEqual(["ok", "fine\n"]);
  });

  it("may print 10 MB, of which 1 MB and a note arrive", async () => {
    const { end, outputs } = await lab.run("for i in range(100):\n    print('x' * 100_000)");
    const text = printed(outputs);
    expect(end).toBe("ok");
    expect(text.length).toBeLessThan(1.1 * 1024 * 1024);
    expect(text).toMatch(/a cell may print 1 MB/);
  });
});
