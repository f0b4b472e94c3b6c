import { mkdir, readFile, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { PyodideRuntime } from "../../src/python/pyodide/pyodideRuntime.ts";
import { embedded, type Lab, openLab, printed } from "./embedded.ts";

describe("files", () => {
  let lab: Lab;
  beforeAll(async () => (lab = await openLab()));
  afterAll(() => lab.close());

  it("are read and written in the folder on disk, whatever their names", async () => {
    await writeFile(join(lab.dataDir, "매출 자료 2024.csv"), "a,b\n1,2\n");
    const { files, end } = await lab.run(
      [
        "import os",
        "text = open('/mnt/data/매출 자료 2024.csv').read()",
        "os.makedirs('/mnt/data/out/deep')",
        "open('/mnt/data/out/deep/요약.txt', 'w').write(text.upper())",
        "with open('/mnt/data/매출 자료 2024.csv', 'a') as f: f.write('3,4\\n')",
      ].join("\n"),
    );
    expect(end).toBe("ok");
    expect(files).toEqual([
      { name: "out/deep/요약.txt", change: "created", bytes: 8, mime: "text/plain" },
      { name: "매출 자료 2024.csv", change: "changed", bytes: 12, mime: "application/csv" },
    ]);
    expect(await readFile(join(lab.dataDir, "out/deep/요약.txt"), "utf8")).toBe("A,B\n1,2\n");
  });

  it("can be renamed, removed, seeked and listed", async () => {
    const { outputs, files } = await lab.run(
      [
        "with open('a.bin', 'wb') as f: f.write(b'0123456789'); f.seek(2); f.write(b'xx')",
        "os.rename('a.bin', 'b.bin')",
        "with open('b.bin', 'r+b') as f: f.truncate(6)",
        "print(open('b.bin', 'rb').read(), sorted(os.listdir('.')), os.path.getsize('b.bin'))",
        "os.remove('out/deep/요약.txt'); os.rmdir('out/deep')",
        "try: open('missing.txt')",
        "except FileNotFoundError as error: print('missing')",
        "try: os.rmdir('out/..')",
        "except OSError: print('refused')",
      ].join("\n"),
    );
    expect(printed(outputs)).toBe("b'01xx45' ['b.bin', 'out', '매출 자료 2024.csv'] 6\nmissing\nrefused\n");
    expect(files).toMatchObject([
      { name: "b.bin", change: "created" },
      { name: "out/deep/요약.txt", change: "deleted" },
    ]);
  });

  it("behind a link that leads out of the folder are not there", async () => {
    await mkdir(join(lab.dataDir, "in"));
    await symlink("/etc", join(lab.dataDir, "in", "etc"));
    const { outputs } = await lab.run(
      "try: print(open('/mnt/data/in/etc/hostname').read())\nexcept OSError as error: print(type(error).__name__)",
    );
    expect(printed(outputs)).toBe("FileNotFoundError\n");
    expect((await lab.run("pass")).files).toEqual([]);
  });
});

describe("ending a cell", () => {
  let lab: Lab;
  beforeAll(async () => (lab = await openLab()));
  afterAll(() => lab.close());

  it("by an interrupt keeps variables", async () => {
    const stop = new AbortController();
    const running = lab.session.execute("kept = 7\nprint('go')\nwhile True: kept += 0", {
      signal: stop.signal,
      onOutput: () => stop.abort(),
    });
    expect(await running).toMatchObject({ end: "stopped", reason: "Stopped. Variables and files are kept." });
    expect(printed((await lab.run("print(kept)")).outputs)).toBe("7\n");
  });

  it("that sleeps keeps variables as well", async () => {
    const stop = new AbortController();
    const sleeping = lab.session.execute("slept = 8\nprint('go')\nimport time\ntime.sleep(60)", {
      signal: stop.signal,
      onOutput: () => stop.abort(),
    });
    expect(await sleeping).toMatchObject({ end: "stopped" });
    expect(printed((await lab.run("print(slept)")).outputs)).toBe("8\n");
  });

  it("that does not listen kills Python after 3 s; files are kept", async () => {
    const stop = new AbortController();
    const result = await lab.session.execute(
      "open('half.txt', 'w').write('half')\nprint('go')\nwhile True:\n try:\n  while True: pass\n except KeyboardInterrupt: pass",
      { signal: stop.signal, onOutput: () => stop.abort() },
    );
    expect(result).toMatchObject({ end: "lost", reason: expect.stringContaining("files are kept") });
    expect(result.files).toMatchObject([{ name: "half.txt", change: "created" }]);
    expect(lab.session.alive).toBe(false);
    expect(await lab.run("1")).toMatchObject({ end: "lost" });
  });
});

it("tells which layers confine it", async () => {
  const lab = await openLab();
  const layers = ["own process", "Node permission model", "no Node in reach of Python"];
  const wrapper = process.platform === "linux" ? ["bubblewrap"] : [];
  expect(lab.session.isolation).toEqual([...layers, ...wrapper]);
  await lab.close();
  const bare = await openLab({ bubblewrap: false });
  expect(bare.session.isolation).toEqual(layers);
  await bare.close();
});

it("lists the files of its folder", async () => {
  const lab = await openLab();
  await lab.run(
    "import os\nos.mkdir('sub')\nopen('sub/b.csv', 'w').write('1')\nopen('a.txt', 'w').write('12')",
  );
  expect(await lab.session.files()).toEqual([
    { name: "a.txt", bytes: 2, mime: "text/plain" },
    { name: "sub/b.csv", bytes: 1, mime: "application/csv" },
  ]);
  await lab.close();
});

it("ends a cell at its deadline", async () => {
  const lab = await openLab();
  const result = await lab.run("while True: pass", { timeoutMs: 300 });
  expect(result).toMatchObject({ end: "lost", reason: expect.stringContaining("time limit") });
  expect(lab.session.alive).toBe(false);
  await lab.close();
});

it("tells when Python dies on its own", async () => {
  const lab = await openLab();
  const result = await lab.run("import ctypes\nctypes.CDLL(None).abort()");
  expect(result).toMatchObject({ end: "lost", reason: expect.stringContaining("unexpectedly") });
  await lab.close();
});

it("refuses to start when a layer of the sandbox is missing", async () => {
  const lab = await openLab();
  // A "node" without the permission model, as an old or altered one would be.
  const nodePath = join(lab.dataDir, "node.sh");
  const script = `#!/bin/sh\nfor a; do shift; case "$a" in --permission|--allow-fs-*) ;; *) set -- "$@" "$a";; esac; done\nexec "${process.execPath}" "$@"\n`;
  await writeFile(nodePath, script, { mode: 0o755 });
  const starting = new PyodideRuntime({ ...embedded, nodePath, bubblewrap: false }).start(lab.dataDir);
  await expect(starting).rejects.toThrow(/sandbox is not closed; missing: Node's permission model/);
  await lab.close();
});
