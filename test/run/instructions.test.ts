import { describe, expect, it } from "vitest";
import { instructionsFor } from "../../src/run/instructions.ts";
import type { Turn } from "../../src/run/model.ts";

const asked = (...names: string[]): Turn => ({
  role: "user",
  text: "?",
  files: names.map((name) => ({ id: `file-${name}`, name, bytes: 1, mime: "text/plain" })),
});

describe("what a model is told", () => {
  it("ends with the assistant's own instructions", () => {
    expect(instructionsFor("Speak Korean.", [asked()])).toMatch(/\n\nSpeak Korean\.$/);
  });

  it("has no empty part where the assistant has none", () => {
    const text = instructionsFor("", [asked()]);
    expect(text).toBe(text.trim());
    expect(text).not.toContain("\n\n\n");
  });

  it("names every file of the thread once, by its path", () => {
    const answer: Turn = { role: "assistant", text: "Yes.", cells: [] };
    const text = instructionsFor("", [asked("매출 자료.csv", "b.csv"), answer, asked("b.csv", "c.csv")]);
    const paths = text.match(/^- .*$/gm);
    expect(paths).toEqual(["- /mnt/data/매출 자료.csv", "- /mnt/data/b.csv", "- /mnt/data/c.csv"]);
  });

  it("says so when there are no files", () => {
    expect(instructionsFor("", [asked()])).toContain("The person gave no files.");
  });
});
