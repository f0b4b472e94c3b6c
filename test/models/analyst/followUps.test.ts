import { readFile } from "node:fs/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Turn } from "../../../src/run/model.ts";
import { type AnalystLab, openAnalystLab } from "../analystLab.ts";

let lab: AnalystLab;
let penguins: readonly Turn[];
let weather: readonly Turn[];
beforeAll(async () => {
  lab = await openAnalystLab();
  weather = await after("seattle-weather.csv");
  const text = JSON.stringify(await readFile("samples/seattle-weather.csv", "utf8"));
  penguins = await after("penguins.csv");
  // A new thread finds an empty folder; here both files are needed.
  await lab.take("seattle-weather.csv", `_ = open("/mnt/data/seattle-weather.csv", "w").write(${text})`);
});
afterAll(() => lab.close());

/** The thread after a first question, as the service keeps it: with what the cells gave. */
async function after(name: string): Promise<readonly Turn[]> {
  const { turns, outputs } = await lab.ask("Analyze it", { [name]: await readFile(`samples/${name}`) });
  return [...turns.slice(0, -1), { role: "cell", id: "cell", failed: false, outputs }, ...turns.slice(-1)];
}

describe("a later question about a table gets only the part that it asks for:", () => {
  it.each([
    ["How many rows?", "It has **344 rows** and **8 columns**.", []],
    ["Which columns are there?", "Its columns: species, island, bill_length_mm, bill_depth_mm,", []],
    ["missing values in sex?", "Missing values: **11** in sex.", []],
    ["Are there missing values?", "It has 19 missing values: sex 11", []],
    ["any duplicates?", "It has **0 duplicate rows**.", []],
    ["show the first rows", "The first rows are in the table above.", []],
    ["top 10 by body mass", "The rows with the highest body_mass_g are in the table above.", []],
    ["outliers in body mass", "**0 values** lie far out", []],
    ["histogram of bill length", "The picture is above.", ["Distribution of bill length mm"]],
    ["plot bill length over time", "The picture is above.", ["Bill length mm by year"]],
    ["scatter body mass vs bill length", "The picture is above.", ["Body mass g against bill length mm"]],
    ["box plot of body mass by species", "The picture is above.", ["Body mass g by species"]],
    ["plot species", "The picture is above.", ["Species: rows by value"]],
    ["plot it", "The picture is above.", ["Bill depth mm against bill length mm"]],
    ["How many are Gentoo?", "**124** of 344 rows have Gentoo in species.", []],
    ["how many females?", "**165** of 344 rows have female in sex.", []],
    ["how many unicorns?", "I could not tell what of **penguins.csv**", []],
    ["top 3 islands", "The most frequent", ["Island: rows by value"]],
    ["correlations", "The correlations of all measures are in the table above.", []],
    ["describe body mass", "The statistics are in the table above.", []],
    [
      "correlation of bill length and body mass",
      "The correlation of bill_length_mm and body_mass_g is **0.60**",
      ["Bill length mm against body mass g"],
    ],
    ["평균 body mass", "The mean of body_mass_g is **4202**", ["Distribution of body mass g"]],
    [
      "the average of flibber",
      "I could not tell what of **penguins.csv** that asks for. Its columns are species,",
      [],
    ],
  ])("%s", async (question, said, drawn) => {
    const { answer, pictures, cells } = await lab.ask(question, {}, { before: penguins });
    expect(answer).toContain(said);
    expect(answer).not.toContain("in short");
    expect(pictures).toEqual(drawn);
    expect(cells.every(({ failed }) => !failed)).toBe(true);
    expect(cells.length).toBeLessThan(5);
  });

  it("what stands over time, where there are dates", async () => {
    const { pictures } = await lab.ask("plot temp_max over time", {}, { before: weather });
    expect(pictures).toEqual(["Temp max over time"]);
  });
});

describe("a later question that asks for nothing runs nothing:", () => {
  it.each([
    ["Thanks!", /^You're welcome\. About \*\*penguins.csv\*\* you can ask more/],
    ["고마워요", /^You're welcome\./],
    ["Tell me a joke", /^That is beyond what I can do without a model\./],
    ["Give me an example", /choose a model/],
    ["What is the capital of France?", /choose a model: the settings/],
  ])("%s", async (question, said) => {
    const { answer, cells } = await lab.ask(question, {}, { before: penguins });
    expect(answer).toMatch(said);
    expect(cells).toEqual([]);
  });
});

it("everything is done again when that is asked for", async () => {
  const { answer } = await lab.ask("Analyze it once more", {}, { before: penguins });
  expect(answer).toContain("**penguins.csv**, in short");
});

it("the first question may ask for a part; the rest follows", async () => {
  const { answer } = await lab.ask("How many rows?", { "t.csv": "a,b\n1,2\n3,4\n" });
  expect(answer).toMatch(/^It has \*\*2 rows\*\* and \*\*2 columns\*\*\.\n\n\*\*t.csv\*\*, in short/);
});
