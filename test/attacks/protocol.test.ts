import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { printed } from "../python/embedded.ts";
import { asAttempt, type Hardened, openHardened, openPlain } from "./arena.ts";
import { FIND_SEND } from "./bomb.ts";

const END = '{"type": "done", "id": %d, "end": "ok"}';

/** Forges the end of the next cell's run, and goes on; \`after\` arrives if nobody fell for it. */
const forge = (way: string): string => asAttempt(`END = ${JSON.stringify(END)}`, way);

describe("The protocol: a cell", () => {
  let hardened: Hardened;
  beforeAll(async () => (hardened = await openHardened()));
  afterAll(() => hardened.close());

  /** The id that the running cell will have: they are counted. */
  async function nextId(): Promise<number> {
    const { outputs } = await hardened.cell(
      "import sys\nframe = sys._getframe()\nwhile 'cell_id' not in frame.f_locals: frame = frame.f_back\nprint(frame.f_locals['cell_id'])",
    );
    return Number(printed(outputs)) + 1;
  }

  const forgeries = [
    ["by print", "print(END % ID)"],
    ["by os.write", "import os\nos.write(1, (END % ID + '\\n').encode())"],
    ["by C's puts", "import ctypes\nctypes.CDLL(None).puts((END % ID).encode())"],
    [
      "after it has asked for the usual standard output",
      "import pyodide_js\npyodide_js.setStdout()\nprint(END % ID)",
    ],
    [
      "by a stream of its own making that names descriptor 1",
      `import pyodide_js
from pyodide.ffi import to_js
Object = pyodide_js._module.constructor
stream = to_js({"shared": {"handle": 1}, "handle": 1}, dict_converter=Object.fromEntries)
ops = pyodide_js.FS.lookupPath("/mnt/data").node.stream_ops
line = to_js((END % ID + "\\n").encode())
ops.write(stream, line, 0, line.length, None)`,
    ],
  ] as const;

  it.each(forgeries)("cannot end its own run %s", async (_way, code) => {
    const id = await nextId();
    const { end, outputs } = await hardened.cell(`ID = ${id}\n${forge(code)}\nprint("after")`);
    expect(end).toBe("ok");
    expect(printed(outputs)).toContain("after");
  });

  it("can do so where standard output is a line to the parent (the control)", async () => {
    const plain = await openPlain();
    const got = await plain.run(
      `ID = 1\n${forge("import pyodide_js\npyodide_js.setStdout()\nprint(END % ID)")}`,
    );
    await plain.close();
    expect(got.split("\n")).toContain(END.replace("%d", "1"));
  });

  it("can do so where the handle of a stream is believed (the control)", async () => {
    const edits = [
      ["dataFs.ts", "checkSize(position + length);", ""],
      ["dataFs.ts", 'opened.get(shared)?.handle ?? fail("EISDIR")', "Number(Reflect.get(shared, 'handle'))"],
    ] as const;
    const believing = await openHardened({ without: { edits } });
    const { outputs } = await believing.cell(`ID = 1\n${forge(forgeries[4][1])}\nprint("after")`);
    await believing.close();
    expect(printed(outputs)).not.toContain("after");
  });

  it("that talks to the parent by itself can end its own run only, never a later one", async () => {
    const id = await nextId();
    await hardened.cell(
      `${FIND_SEND}\nfor later in range(1, 50): send(${JSON.stringify(END)} % (${id} + later))`,
    );
    for (const word of ["one", "two", "three"]) {
      const { end, outputs } = await hardened.cell(`print("${word}")`);
      expect([end, printed(outputs)]).toEqual(["ok", `${word}\n`]);
    }
  });

  it("that talks nonsense to the parent is not believed, and disturbs nobody", async () => {
    const lines = [
      "",
      "null",
      "[]",
      "1e999",
      '"',
      '{"type": "ready", "version": "0"}',
      '{"type": "stream"}',
      '{"type": "stream", "name": "stdin", "text": "x"}',
      '{"type": "__proto__"}',
      '{"__proto__": {"type": "done"}}',
      '{"type": "display", "data": {"a": 1}, "alt": null}',
      '{"type": "done", "id": "1", "end": "ok"}',
    ];
    const { end, outputs } = await hardened.cell(
      `${FIND_SEND}\nfor line in ${JSON.stringify(lines)}: send(line)\nprint("after")`,
    );
    expect([end, printed(outputs)]).toEqual(["ok", "after\n"]);
    expect(outputs.every(({ kind }) => kind === "stream")).toBe(true);
  });
});
