import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Lab, openLab, printed } from "./embedded.ts";

describe("a cell cannot", () => {
  let lab: Lab;
  let outside: string;
  beforeAll(async () => {
    outside = await mkdtemp(join(tmpdir(), "outside-"));
    await writeFile(join(outside, "secret.txt"), "the secret");
    process.env["INTERPRETER_TEST_SECRET"] = "the secret";
    lab = await openLab();
  });
  afterAll(async () => {
    delete process.env["INTERPRETER_TEST_SECRET"];
    await lab.close();
    await rm(outside, { recursive: true });
  });

  /** Each attempt prints what it got; an error is the expected outcome. */
  async function attempt(code: string): Promise<string> {
    const lines = code.split("\n").map((line) => `    ${line}`);
    const { outputs } = await lab.run(
      `try:\n${lines.join("\n")}\nexcept BaseException as e:\n    print('refused', type(e).__name__)`,
    );
    return printed(outputs);
  }

  it("read a file outside of its folder", async () => {
    const path = join(outside, "secret.txt");
    expect(await attempt(`print(open(${JSON.stringify(path)}).read())`)).toBe("refused FileNotFoundError\n");
    const up = `/mnt/data/../../../../../..${path}`;
    expect(await attempt(`print(open(${JSON.stringify(up)}).read())`)).toBe("refused FileNotFoundError\n");
  });

  it("see the environment of the person", async () => {
    expect(await attempt("import os\nprint(dict(os.environ))")).not.toContain("secret");
  });

  it("find anything of JavaScript's world", async () => {
    expect(await attempt("import js\nprint(dir(js))")).not.toMatch(/process|require|fetch|globalThis/);
    expect(await attempt("import js\nprint(js.process)")).toMatch(/^refused/);
  });

  it("compile JavaScript by way of a constructor", async () => {
    const code = "import pyodide_js\nmake = pyodide_js.runPython.constructor\nprint(make('return 1')())";
    expect(await attempt(code)).toMatch(/^refused/);
  });

  it("mount the disk, or find Node's file system", async () => {
    const mount = `import pyodide_js\npyodide_js.mountNodeFS('/host', ${JSON.stringify(outside)})\nprint(open('/host/secret.txt').read())`;
    expect(await attempt(mount)).toMatch(/^refused/);
    const load = `import pyodide_js\nprint(pyodide_js._api.loadBinaryFile(${JSON.stringify(join(outside, "secret.txt"))}))`;
    expect(await attempt(load)).not.toContain("the secret");
  });

  it("start a process or open a connection", async () => {
    expect(await attempt("import subprocess\nprint(subprocess.run(['id']))")).toMatch(/^refused/);
    expect(await attempt("import os\nprint('status', os.system('id'))")).not.toContain("status 0");
    expect(
      await attempt("import urllib.request\nprint(urllib.request.urlopen('http://127.0.0.1:1/'))"),
    ).toMatch(/^refused/);
    expect(
      await attempt("import socket\nsocket.create_connection(('127.0.0.1', 1), 1)\nprint('connected')"),
    ).toMatch(/^refused/);
  });

  it("forge the end of its own run for a later cell", async () => {
    await attempt('print(\'{"type":"done","id":999,"end":"ok"}\')');
    expect(printed((await lab.run("print('alive')")).outputs)).toBe("alive\n");
  });
});
