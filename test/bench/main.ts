// `npm run bench`: measures, prints the tables, and writes them into docs/benchmarks.md.
import { readFile, writeFile } from "node:fs/promises";
import { cpus, totalmem } from "node:os";
import { measureActivation } from "./activation.ts";
import { compareAll } from "./comparisons.ts";
import { measureFirstOutput } from "./firstOutput.ts";
import { comparisonTable, promiseTable } from "./measure.ts";
import { measurePanelPage } from "./panelPage.ts";
import { measurePromises } from "./promises.ts";
import { measureService } from "./service.ts";
import { measureWindow } from "./window.ts";

const PAGE = "docs/benchmarks.md";
const [BEGIN, END] = ["<!-- tables -->", "<!-- end -->"];

const activation = await measureActivation();
const promises = [
  ...(await measurePromises()),
  ...(await measureService()),
  await measureFirstOutput(),
  ...(await measurePanelPage()),
  activation.promise,
  ...(await measureWindow()),
];
const comparisons = [...(await compareAll()), activation.comparison];
const cores = cpus();
const processor = cores[0]?.model.trim() ?? "unknown processor";
const memory = Math.round(totalmem() / 2 ** 30);
const machine = `${cores.length} × ${processor}, ${memory} GiB, ${process.platform}, Node ${process.versions.node}`;
const result = [
  `Measured on ${new Date().toISOString().slice(0, 10)}: ${machine}.`,
  promiseTable(promises),
  comparisonTable(comparisons),
].join("\n\n");
process.stdout.write(`${result}\n`);
const page = await readFile(PAGE, "utf8");
const [before, after] = [page.indexOf(BEGIN), page.indexOf(END)];
if (before < 0 || after < before) throw new Error(`${PAGE} has lost the place of its tables.`);
await writeFile(PAGE, `${page.slice(0, before + BEGIN.length)}\n\n${result}\n\n${page.slice(after)}`);
