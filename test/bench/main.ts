// `npm run bench`: measures, prints the table, and writes it into docs/benchmarks.md.
import { readFile, writeFile } from "node:fs/promises";
import { cpus, totalmem } from "node:os";
import { tableOf } from "./measure.ts";
import { measureAll } from "./scenarios.ts";

const PAGE = "docs/benchmarks.md";
const [BEGIN, END] = ["<!-- table -->", "<!-- end -->"];

const table = tableOf(await measureAll());
const cores = cpus();
const machine = `${cores.length} × ${cores[0]?.model.trim() ?? "unknown processor"}, ${Math.round(totalmem() / 2 ** 30)} GiB, ${process.platform}, Node ${process.versions.node}`;
const result = `Measured on ${new Date().toISOString().slice(0, 10)}: ${machine}.\n\n${table}`;
process.stdout.write(`${result}\n`);
const page = await readFile(PAGE, "utf8");
const [before, after] = [page.indexOf(BEGIN), page.indexOf(END)];
if (before < 0 || after < before) throw new Error(`${PAGE} has lost the place of its table.`);
await writeFile(PAGE, `${page.slice(0, before + BEGIN.length)}\n\n${result}\n\n${page.slice(after)}`);
