import { expect, it } from "vitest";
import { cellTitle } from "../../../media/panel/cellTitle.ts";

it.each([
  ["# Read the file\nimport pandas as pd", "Read the file"],
  ["\n\n## Plot it\nplt.plot()", "Plot it"],
  ["import pandas as pd\nfrom x import y\n\n# Count\nlen(df)", "Count"],
  ["# %% Load\nx = 1", "Load"],
  ["#!/usr/bin/env python\nprint(1)", "#!/usr/bin/env python"],
  ["df = load()\n# Count\nlen(df)", "df = load()"],
  ["import pandas as pd", "import pandas as pd"],
  ["#\n# Words\nx", "Words"],
  ["# -----\n# 파일 읽기\nx", "파일 읽기"],
  ["", ""],
  ["   \n", ""],
])("the title of %j is %j", (code, title) => {
  expect(cellTitle(code)).toBe(title);
});

it("a long title is cut between letters", () => {
  expect(cellTitle(`# ${"🐧".repeat(100)}`)).toBe(`${"🐧".repeat(79)}…`);
});
