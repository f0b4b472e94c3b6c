import { cp, truncate } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { adaptGlue } from "../../src/python/pyodide/packages/glue.ts";
import { PyodideRuntime } from "../../src/python/pyodide/pyodideRuntime.ts";
import { embedded, type Lab, openLab, printed } from "./embedded.ts";

const IMPORTS =
  "numpy pandas matplotlib.pyplot PIL.Image scipy.optimize sklearn.linear_model seaborn sympy openpyxl xlsxwriter docx pptx pypdf lxml.etree bs4 regex tabulate cloudpickle dateutil pytz";

describe("the packages", () => {
  let lab: Lab;
  beforeAll(async () => (lab = await openLab()));
  afterAll(() => lab.close());

  it.each(IMPORTS.split(" "))("have %s", async (name) => {
    expect(await lab.run(`import ${name}`)).toMatchObject({ end: "ok", outputs: [] });
  });

  it("compute: linear algebra, transforms, fits, time zones, compression, files of Office", async () => {
    const { outputs, end } = await lab.run(
      [
        "import numpy as np, pandas as pd, lzma, sqlite3, openpyxl, docx",
        "print(round(float(np.linalg.det(np.eye(3) * 2)), 6), np.abs(np.fft.fft([1, 0, 0, 0])).tolist())",
        "from scipy.optimize import brentq; print(round(brentq(lambda x: x * x - 2, 0, 2), 4))",
        "from sklearn.linear_model import LinearRegression; print(LinearRegression().fit([[0], [1]], [1, 3]).coef_.round(3).tolist())",
        "print(pd.Timestamp('2024-07-01', tz='Asia/Seoul').isoformat())",
        "print(lzma.decompress(lzma.compress(b'x')), sqlite3.connect(':memory:').execute('select 40 + 2').fetchone())",
        "pd.DataFrame({'a': [1]}).to_excel('a.xlsx', index=False); print(pd.read_excel('a.xlsx').a.tolist())",
        "document = docx.Document(); document.add_paragraph('안녕'); document.save('a.docx'); print(docx.Document('a.docx').paragraphs[0].text)",
      ].join("\n"),
    );
    expect(end).toBe("ok");
    expect(printed(outputs).split("\n")).toEqual([
      "8.0 [1.0, 1.0, 1.0, 1.0]",
      "1.4142",
      "[2.0]",
      "2024-07-01T00:00:00+09:00",
      "b'x' (42,)",
      "[1]",
      "안녕",
      "",
    ]);
  });

  it("say what is there when something is not", async () => {
    const { outputs } = await lab.run("import tensorflow");
    expect(outputs[0]).toMatchObject({ kind: "error", name: "ModuleNotFoundError" });
    expect(outputs[0]).toMatchObject({
      traceback: expect.stringMatching(/not part of the sandbox.*scipy.*sympy/s),
    });
  });

  it("draw Korean, Japanese, Chinese and accented letters, whatever font is asked for", async () => {
    const { outputs, end } = await lab.run(
      [
        "import warnings, matplotlib.pyplot as plt",
        "warnings.simplefilter('error')",
        "plt.rcParams['font.family'] = 'Malgun Gothic'",
        "plt.title('매출 推移 売上げ 销售额 Ñandú ő')",
        "plt.plot([1, 2], label='값'); plt.legend(); plt.show()",
      ].join("\n"),
    );
    // A letter that no font has is a warning, which is an error here.
    expect(end).toBe("ok");
    expect(outputs.map(({ kind }) => kind)).toEqual(["display"]);
  });
});

it("gives each session its own random numbers", async () => {
  const code =
    "import random, numpy, os, uuid\nprint(random.random(), numpy.random.rand(), os.urandom(4).hex(), uuid.uuid4())";
  const texts = [];
  for (let count = 0; count < 2; count++) {
    const lab = await openLab();
    texts.push(printed((await lab.run(code)).outputs).split(" "));
    await lab.close();
  }
  const [first = [], second = []] = texts;
  expect(first).toHaveLength(4);
  expect(first.filter((value, index) => value === second[index])).toEqual([]);
});

it("refuses a runtime that is damaged, and says what to do", async () => {
  const lab = await openLab();
  const runtimeDir = join(lab.dataDir, "python");
  await cp(embedded.runtimeDir, runtimeDir, { recursive: true });
  await truncate(join(runtimeDir, "snapshot.heap"), 1000);
  const starting = new PyodideRuntime({ ...embedded, runtimeDir }).start(lab.dataDir);
  await expect(starting).rejects.toThrow(
    "The embedded Python is damaged: snapshot.heap is not what was built.",
  );
  await lab.close();
});

it("does not build with another Pyodide than the pinned one", () => {
  expect(() => adaptGlue("var GOT={};")).toThrow(
    /pyodide.asm.mjs is not the one of the pinned Pyodide: .* stands 0 times/,
  );
});
