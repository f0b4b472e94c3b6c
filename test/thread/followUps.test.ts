import { describe, expect, it } from "vitest";
import type { Change } from "../../src/domain/event.ts";
import { TABLE_MIME } from "../../src/domain/tableMime.ts";
import { followUpsOf } from "../../src/thread/followUps.ts";
import { cell, cellDone, created, ended, file, question, running, started, transcriptOf } from "./events.ts";

type Value = string | number | null;

const shows = (fields: readonly (readonly [string, string])[], data: readonly Value[][]): Change => ({
  type: "cell.output",
  runId: "run_1",
  cellId: "c",
  output: {
    kind: "display",
    data: {
      [TABLE_MIME]: {
        fields: fields.map(([name, dtype]) => ({ name, dtype })),
        data: data.map((row) => [...row]),
        rowCount: data.length,
      },
    },
  },
});

const OVERVIEW = ["column", "type", "missing", "distinct", "example"].map((name) => [name, "str"] as const);
const overview = (...columns: Value[][]): Change => shows(OVERVIEW, columns);
const PENGUINS = overview(
  ["species", "str", 0, 3, "Adelie"],
  ["bill_length_mm", "float64", 2, 164, 39.1],
  ["body_mass_g", "float64", 2, 94, 3750],
  ["year", "int64", 0, 3, 2007],
);

interface Story {
  readonly shown: Change;
  readonly files?: readonly string[];
  readonly code?: string;
  readonly end?: Change;
  readonly later?: readonly Change[];
}

const story = ({ shown, files = ["a.csv"], code = "x", end = ended, later = [] }: Story) =>
  transcriptOf(
    question(
      "Analyze it.",
      "msg_1",
      files.map((name) => file(name)),
    ),
    created(),
    started,
    cell("c"),
    running("c", code),
    shown,
    cellDone("c"),
    end,
    ...later,
  );

const again = (text: string): Change[] => [question(text, "msg_2"), created("run_2"), ended];

describe("questions that could come next", () => {
  it("are made of the table's columns, of different kinds, at most three", () => {
    expect(followUpsOf(story({ shown: PENGUINS }))).toEqual([
      "What is the average bill_length_mm by species?",
      "Plot bill_length_mm against body_mass_g.",
      "Which are the top 10 rows by bill_length_mm?",
    ]);
  });

  it("are not those that were asked", () => {
    const later = again("What is the average bill_length_mm by species?");
    expect(followUpsOf(story({ shown: PENGUINS, later }))[0]).toBe(
      "What is the average body_mass_g by species?",
    );
  });

  it("are about time where there are dates, about groups alone where there are no measures", () => {
    const weather = overview(["date", "datetime64[us]", 0, 900, "2012"], ["wind", "float64", 0, 79, 4.7]);
    expect(followUpsOf(story({ shown: weather }))).toEqual([
      "Plot wind over time.",
      "Which are the top 10 rows by wind?",
      "Are there outliers in wind?",
    ]);
    const names = overview(["city", "str", 1, 4, "Seoul"], ["mayor", "str", 0, 900, "x"]);
    expect(followUpsOf(story({ shown: names }))).toEqual([
      "Where are values missing?",
      "How many rows are there for each city?",
    ]);
  });

  it("name the file where the thread has several", () => {
    const code = 'df = pd.read_csv("/mnt/data/b.csv")';
    const [first] = followUpsOf(story({ shown: PENGUINS, files: ["a.csv", "b.csv"], code }));
    expect(first).toBe("In b.csv: What is the average bill_length_mm by species?");
    expect(followUpsOf(story({ shown: PENGUINS, files: ["a.csv", "b.csv"] }))).toEqual([]);
  });

  it("are made of rows that a model showed of a file, as far as these tell", () => {
    const rows = shows(
      [
        ["species", "object"],
        ["mass", "float64"],
        ["length", "int64"],
      ],
      [
        ["Adelie", 1, 2],
        ["Gentoo", null, 3],
      ],
    );
    expect(followUpsOf(story({ shown: rows, code: 'pd.read_csv("/mnt/data/a.csv").head()' }))).toEqual([
      "Plot mass against length.",
      "Which are the top 10 rows by mass?",
      "Where are values missing?",
    ]);
    const many = shows(
      [
        ["species", "object"],
        ["mass", "float64"],
      ],
      Array.from({ length: 60 }, (_, at) => [at % 2 === 0 ? "Adelie" : "Gentoo", at]),
    );
    const [first] = followUpsOf(story({ shown: many, code: 'pd.read_csv("/mnt/data/a.csv")' }));
    expect(first).toBe("What is the average mass by species?");
  });
});

describe("no questions come", () => {
  it.each<[string, Change]>([
    ["failed", { type: "run.ended", runId: "run_1", end: "failed" }],
    ["was stopped", { type: "run.ended", runId: "run_1", end: "cancelled" }],
    ["came to a limit", { type: "run.ended", runId: "run_1", end: "incomplete" }],
    ["goes on", started],
  ])("after a run that %s", (_, end) => {
    expect(followUpsOf(story({ shown: PENGUINS, end }))).toEqual([]);
  });

  it("after code that was run as it is, where others wait, and where no table was shown", () => {
    const later = [question("Run:\n```python\n1\n```", "msg_2"), created("run_2", "given-code"), ended];
    expect(followUpsOf(story({ shown: PENGUINS, later }))).toEqual([]);
    const waiting: Change = {
      type: "question.queued",
      question: { id: "msg_3", text: "Next?", files: [] },
    };
    expect(followUpsOf(story({ shown: PENGUINS, later: [waiting] }))).toEqual([]);
    expect(followUpsOf(transcriptOf(question("Solve 2x = 4"), created(), ended))).toEqual([]);
    expect(followUpsOf(transcriptOf())).toEqual([]);
  });

  it("of a text, of code and of a document, whose tables hold their words and lines", () => {
    for (const name of ["notes.md", "sums.py", "report.docx"]) {
      expect(followUpsOf(story({ shown: PENGUINS, files: [name] }))).toEqual([]);
    }
    expect(followUpsOf(story({ shown: PENGUINS, files: ["all.zip"] }))).toHaveLength(3);
  });

  it("of statistics, broken tables, and columns that cannot be named without doubt", () => {
    const statistics = shows(
      [
        ["", "str"],
        ["mean", "float64"],
      ],
      [["wind", 1]],
    );
    expect(followUpsOf(story({ shown: statistics, code: '"/mnt/data/a.csv"' }))).toEqual([]);
    const broken: Change = {
      type: "cell.output",
      runId: "run_1",
      cellId: "c",
      output: { kind: "display", data: { [TABLE_MIME]: { fields: "none" } } },
    };
    expect(followUpsOf(story({ shown: broken, code: '"/mnt/data/a.csv"' }))).toEqual([]);
    const odd = [
      ["a", "float64", 0, 90, 1],
      ["top", "float64", 0, 90, 1],
      ["Missing values", "float64", 0, 90, 1],
      ["length", "float64", 0, 90, 1],
      ["bill length", "float64", 0, 90, 1],
      ["[x](http://x)", "float64", 0, 90, 1],
      ["customer_id", "int64", 0, 90, 1],
      ["note", "str", 0, 90, "x"],
    ];
    expect(followUpsOf(story({ shown: overview(...odd) }))).toEqual([]);
  });
});

it("is worked out once for each answer", () => {
  const transcript = story({ shown: PENGUINS });
  expect(followUpsOf({ ...transcript })).toBe(followUpsOf(transcript));
});
