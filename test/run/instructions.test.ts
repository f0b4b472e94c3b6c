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

  it("names every file of the thread once, by its name's path and its id's", () => {
    const answer: Turn = { role: "assistant", text: "Yes.", cells: [] };
    const text = instructionsFor("", [asked("매출 자료.csv", "b.csv"), answer, asked("b.csv", "c.csv")]);
    const paths = text.match(/^- .*$/gm);
    expect(paths).toEqual(
      ["매출 자료.csv", "b.csv", "c.csv"].map(
        (name) => `- /mnt/data/${name} (the same file: /mnt/data/file-${name})`,
      ),
    );
  });

  it("is only the assistant's own where code may not be run", () => {
    expect(instructionsFor("Call my functions.", [asked("a.csv")], false)).toBe("Call my functions.");
  });

  it("says so when there are no files", () => {
    expect(instructionsFor("", [asked()])).toContain("The person gave no files.");
  });
});
