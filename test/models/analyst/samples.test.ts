import { readFile } from "node:fs/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type AnalystLab, openAnalystLab } from "../analystLab.ts";
import type { Played } from "../played.ts";

let lab: AnalystLab;
beforeAll(async () => (lab = await openAnalystLab()));
afterAll(() => lab.close());

async function analyze(name: string, question = `Analyze ${name}.`): Promise<Played> {
  return lab.ask(question, { [name]: await readFile(`samples/${name}`) });
}

const rowsOf = async (name: string): Promise<number> =>
  (await lab.read(name)).trimEnd().split("\n").length - 1;

describe("of the samples", () => {
  it("penguins are described, plotted and cleaned", async () => {
    const { answer, pictures, cells } = await analyze("penguins.csv");
    expect(answer).toContain("344 rows and 8 columns");
    expect(answer).toContain("19 missing values: sex 11, bill_length_mm 2, bill_depth_mm 2 …");
    expect(answer).toContain("strongest correlation: 0.87 between flipper_length_mm and body_mass_g");
    expect(answer).toContain("from 190 (Adelie) to 217.2 (Gentoo)");
    expect(answer).toContain("[penguins-clean.csv](sandbox:/mnt/data/penguins-clean.csv): 344 rows");
    expect(pictures).toEqual([
      "Flipper length mm by species",
      "Body mass g against flipper length mm",
      "Distribution of flipper length mm",
    ]);
    expect(await rowsOf("penguins-clean.csv")).toBe(344);
    expect(cells.every(({ code, failed }) => code.startsWith("# ") && !failed)).toBe(true);
  });

  it("gapminder does not take the year for a measure", async () => {
    const { answer, pictures } = await analyze("gapminder.csv");
    expect(answer).toContain("1704 rows and 6 columns");
    expect(answer).toContain("no missing values");
    expect(answer).toContain("0.58 between lifeExp and gdpPercap");
    expect(answer).toContain("from 48.87 (Africa) to 74.33 (Oceania)");
    expect(pictures).toHaveLength(3);
    expect(pictures.join()).not.toContain("year");
    expect(await rowsOf("gapminder-clean.csv")).toBe(1704);
  });

  it("the weather is shown over time", async () => {
    const { answer, pictures } = await analyze("seattle-weather.csv");
    expect(answer).toContain("1461 rows and 6 columns");
    expect(answer).toContain("0.88 between temp_max and temp_min");
    expect(pictures).toContain("Precipitation over time");
    expect(await rowsOf("seattle-weather-clean.csv")).toBe(1461);
  });

  it("the cars are read from JSON", async () => {
    const { answer, pictures } = await analyze("cars.json");
    expect(answer).toContain("406 rows and 9 columns");
    expect(answer).toContain("14 missing values: Miles_per_Gallon 8, Horsepower 6");
    expect(answer).toContain("from 102.7 (Japan) to 247.9 (USA)");
    expect(pictures).toHaveLength(3);
    expect(await rowsOf("cars-clean.csv")).toBe(406);
  });
});

describe("a question that names columns is answered first:", () => {
  it.each([
    [
      "average body mass by species",
      "The mean of body_mass_g by species runs from **3701** (Adelie) to **5076** (Gentoo)",
    ],
    [
      "What is the median bill length per island?",
      "The median of bill_length_mm by island runs from **38.9** (Torgersen)",
    ],
    ["What is the highest body mass?", "The max of body_mass_g is **6300** (342 values)."],
    [
      "How do bill length and bill depth go together?",
      "The correlation of bill_length_mm and bill_depth_mm is **-0.24** (342 rows with both).",
    ],
    ["How many penguins are there of each species?", "The most frequent species is **Adelie** (152 rows)"],
  ])("%s", async (question, sentence) => {
    const { answer } = await analyze("penguins.csv", question);
    expect(answer.startsWith(sentence)).toBe(true);
    expect(answer).toContain("344 rows");
  });

  it("also when it comes later in the thread, without the file", async () => {
    const { turns } = await analyze("penguins.csv");
    const { answer, pictures } = await lab.ask("average flipper length by sex", {}, { before: turns });
    expect(answer).toContain(
      "The mean of flipper_length_mm by sex runs from **197.4** (female) to **204.5** (male)",
    );
    expect(pictures[0]).toBe("Flipper length mm by sex");
  });
});
