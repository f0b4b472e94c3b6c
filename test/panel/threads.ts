import type { Change } from "../../src/domain/event.ts";
import type { FileRef } from "../../src/domain/file.ts";
import type { Output } from "../../src/domain/output.ts";
import { TABLE_MIME } from "../../src/domain/tableMime.ts";
import {
  cell,
  cellDone,
  code,
  created,
  question,
  running,
  started,
  text,
  textDone,
} from "../thread/events.ts";

const COFFEE: FileRef = { id: "file-coffee", name: "coffee.csv", bytes: 18_432, mime: "application/csv" };
const PLOT: FileRef = { id: "file-plot", name: "plot.png", bytes: 21_500, mime: "image/png" };
const SHEET: FileRef = {
  id: "file-sheet",
  name: "change-by-country.xlsx",
  bytes: 7168,
  mime: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
};
const READ = `# Read the file
import pandas as pd
df = pd.read_csv("/mnt/data/coffee.csv", sep=";",
                 encoding="latin-1")
change = df.pivot_table("bags", "country", "year")
change`;
const DRAW = Array.from({ length: 12 }, (_, line) =>
  line === 0 ? "# Plot the change" : `step_${line} = ${line}`,
).join("\n");

const output = (cellId: string, what: Output): Change => ({
  type: "cell.output",
  runId: "run_1",
  cellId,
  output: what,
});

/** The thread of the panel's mock up to its last plot, with its run at work. */
export const COFFEE_RUN: readonly Change[] = [
  question("What drives the drop in 2024? Plot it.", "msg_coffee", [COFFEE]),
  created(),
  started,
  {
    type: "session.opened",
    runId: "run_1",
    runtime: "Embedded Python",
    isolation: ["A process of its own", "Node permission model", "bubblewrap"],
    renewed: false,
  },
  text("t1"),
  textDone("t1", "I'll look at the file first, then at the change from 2023 to 2024 by country."),
  cell("c1"),
  running("c1", READ),
  output("c1", {
    kind: "error",
    name: "UnicodeDecodeError",
    message: "'utf-8' codec can't decode byte 0xe9 in position 7",
    traceback: "Traceback (most recent call last):\nUnicodeDecodeError: 'utf-8' codec can't decode byte 0xe9",
  }),
  cellDone("c1", "error"),
  cell("c2"),
  running("c2", READ),
  output("c2", {
    kind: "display",
    data: {
      [TABLE_MIME]: {
        fields: [
          { name: "country", dtype: "str" },
          { name: "2023", dtype: "int64" },
          { name: "2024", dtype: "int64" },
          { name: "change", dtype: "float64" },
        ],
        data: [
          ["Brazil", 39247, 50443, 28.5],
          ["Vietnam", 27041, 22310, -17.5],
          ["Colombia", 10582, 12268, 15.9],
          ["Uganda", 6127, 6070, -0.9],
        ],
        rowCount: 56,
      },
    },
  }),
  cellDone("c2"),
  cell("c3"),
  running("c3", DRAW),
  output("c3", { kind: "image", file: PLOT, alt: "Change by country" }),
];

/** How that run ends. */
export const COFFEE_END: readonly Change[] = [
  cellDone("c3", "ok", [SHEET]),
  text("t2"),
  textDone(
    "t2",
    "The drop is **Vietnam**: −17.5 % (−4,731 thousand bags), the only exporter of the four with a clear fall; Brazil and Colombia grew.",
  ),
  {
    type: "run.ended",
    runId: "run_1",
    end: "completed",
    usage: { promptTokens: 1700, completionTokens: 212 },
  },
];

/** A thread of `count` turns that have ended, of one cell each. */
export function longThread(count: number): Change[] {
  return Array.from({ length: count }, (_, index): Change[] => [
    question(`Question ${index}`, `msg_${index}`),
    created(`run_${index}`),
    started,
    cell(`c${index}`),
    code(`c${index}`, `# Step ${index}\nprint(${index})\n`),
    running(`c${index}`, `# Step ${index}\nprint(${index})\n`),
    output(`c${index}`, { kind: "stream", name: "stdout", text: `${index}\n`.repeat(8) }),
    cellDone(`c${index}`),
    { type: "run.ended", runId: `run_${index}`, end: "completed" },
  ]).flat();
}
