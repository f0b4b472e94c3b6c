import { TABLE_MIME } from "../../../src/domain/tableMime.ts";
import type { Change } from "../../../src/domain/event.ts";
import type { FileRef } from "../../../src/domain/file.ts";
import type { Output } from "../../../src/domain/output.ts";
import type { Transcript } from "../../../src/domain/transcript.ts";
import {
  cell,
  cellDone,
  code,
  created,
  ended,
  file,
  prints,
  question,
  running,
  session,
  started,
  text,
  textDone,
  transcriptOf,
} from "../../thread/events.ts";

/** A PNG of one pixel. */
export const PIXEL = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  "base64",
);

export const TABLE = {
  fields: [
    { name: "species", dtype: "object" },
    { name: "mass | g", dtype: "float64" },
    { name: "species", dtype: "object" },
  ],
  data: [
    ["Adélie`", 3700.5, "<b>"],
    ["젠투", null, "a\nb"],
  ],
  rowCount: 344,
};

const picture = (name: string, id = `file-${name}`): FileRef => ({
  ...file(name, id),
  mime: "image/png",
});

const shown = (cellId: string, output: Output): Change => ({
  type: "cell.output",
  runId: "run_1",
  cellId,
  output,
});

const display = (cellId: string, data: Extract<Output, { kind: "display" }>["data"]): Change =>
  shown(cellId, { kind: "display", data });

/** A cell that ran `whole` with these outputs. */
export const ran = (
  cellId: string,
  whole: string,
  end: "ok" | "error" | "stopped" | "lost" = "ok",
  outputs: readonly Output[] = [],
): Change[] => [
  cell(cellId),
  running(cellId, whole),
  ...outputs.map((output) => shown(cellId, output)),
  cellDone(cellId, end),
];

export const FAILED_CODE = "import pandas as pd\nframe = pd.read_csv('penguins.csv')\nframe['spcies']\n";
export const GOOD_CODE = "# 종 by species\r\nprint('''\n# %% not a cell\n''')\n\nif True:\n\ttotal = 1 ";

/** A thread with everything that can be in one. */
export const everything: Transcript = transcriptOf(
  question("Analyze penguins.csv.", "msg_1", [file("penguins.csv")]),
  created(),
  started,
  session(false),
  text("a"),
  textDone("a", "I look at *the file*; [clean.csv](sandbox:/mnt/data/clean.csv) follows."),
  ...ran("c1", FAILED_CODE, "error", [
    { kind: "stream", name: "stdout", text: "before\n" },
    {
      kind: "error",
      name: "KeyError",
      message: "'spcies'",
      traceback: "Traceback (most recent call last):\n  …\nKeyError: 'spcies'",
    },
  ]),
  cell("c2"),
  running("c2", GOOD_CODE),
  prints("c2", "10 %\r"),
  prints("c2", "\u001b[31m20 %\u001b[0m\n"),
  shown("c2", { kind: "stream", name: "stderr", text: "careful\n" }),
  display("c2", { "text/plain": "a frame", [TABLE_MIME]: TABLE }),
  display("c2", {
    "text/plain": "<svg>",
    "image/svg+xml": "<svg xmlns='http://www.w3.org/2000/svg'/>",
    "text/html": "<b>bold</b>\n<script>alert(1)</script>",
    "text/latex": "$x$",
    "application/json": { a: [1, null] },
    "application/vnd.plotly.v1+json": { data: [] },
    "text/x-odd": ["not", "a", "text"],
  }),
  display("c2", { "text/plain": "words", "text/markdown": "# Output\n\n```\nopen" }),
  shown("c2", { kind: "image", file: picture("plots/mass.png", "file-1"), alt: "Mass by species" }),
  shown("c2", { kind: "image", file: picture("plots/mass.png", "file-2"), alt: "" }),
  shown("c2", { kind: "image", file: picture("gone.png", "file-3"), alt: "Gone" }),
  cellDone("c2", "ok", [file("clean.csv")]),
  text("b"),
  textDone("b", "The mean is **3700.5 g**."),
  ended,
  question("```python\nwhile True: pass\n```", "msg_2"),
  created(),
  started,
  session(true),
  ...ran("c3", "while True: pass", "stopped"),
  ...ran("c4", "x = 'a' * 10**12", "lost"),
  cell("c5"),
  code("c5", "print('half"),
  {
    type: "run.ended",
    runId: "run_1",
    end: "failed",
    error: { code: "x", message: "The model was <gone>." },
  },
);

export const PICTURES = new Map<string, Uint8Array>([
  ["file-1", PIXEL],
  ["file-2", Buffer.concat([PIXEL, Buffer.from("2")])],
]);
