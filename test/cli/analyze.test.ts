import { copyFile, readdir, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openPlace, type Place } from "./interpreter.ts";

const PENGUINS = resolve("samples/penguins.csv");

let place: Place;
beforeEach(async () => (place = await openPlace()));
afterEach(() => place.remove());

/** A question that runs this Python. */
const python = (...lines: string[]): string[] => ["--question", `\`\`\`python\n${lines.join("\n")}\n\`\`\``];

describe("interpreter analyze", () => {
  it("prints code, results and answer, and writes what was made to --out only", async () => {
    await copyFile(PENGUINS, join(place.dir, "penguins.csv"));
    const { code, stdout, stderr } = await place.interpreter([
      "analyze",
      "penguins.csv",
      "--out",
      "made/here",
    ]);
    expect([code, stderr]).toEqual([0, ""]);
    expect(stdout).toContain("> Analyze penguins.csv.\n");
    expect(stdout).toContain('    df = pd.read_csv("/mnt/data/penguins.csv"');
    expect(stdout).toContain("- strongest correlation: 0.87 between flipper_length_mm and body_mass_g\n");
    expect(stdout).toMatch(/\nFiles:\n(?: {2}made\/here\/.*\(\d+ bytes\)\n){5}$/);
    expect(await place.files()).toEqual([
      "made/here/body-mass-g-against-flipper-length-mm.png",
      "made/here/distribution-of-flipper-length-mm.png",
      "made/here/flipper-length-mm-by-species.png",
      "made/here/penguins-clean.csv",
      "made/here/penguins-summary.xlsx",
      "penguins.csv",
    ]);
    expect((await place.read("made/here/penguins-clean.csv")).split("\n")).toHaveLength(346);
    expect(await readdir(place.home)).not.toEqual([]);
  });

  it("prints lines of JSON for programs: every event, then the files", async () => {
    const args = ["analyze", PENGUINS, ...python("open('made.txt', 'w').write('x')"), "--json"];
    const { code, stdout } = await place.interpreter(args);
    expect(code).toBe(0);
    const lines = stdout
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as { change?: { type: string }; files?: object[] });
    expect(lines.at(-1)).toEqual({ files: [{ path: "interpreter-output/made.txt", bytes: 1 }] });
    expect(lines.slice(0, -1).map(({ change }) => change?.type)).toEqual(
      expect.arrayContaining(["thread.created", "cell.running", "cell.done", "run.ended"]),
    );
  });

  it("says that a model needs an endpoint", async () => {
    const { code, stderr } = await place.interpreter(["analyze", PENGUINS, "--model", "gpt-5.6"]);
    expect([code, stderr]).toEqual([2, expect.stringContaining("set INTERPRETER_ENDPOINT")]);
  });

  it("stopped by an interrupt ends, and keeps what was made before", async () => {
    const work = python("open('half.txt', 'w').write('half')", "print('work', 'ing')", "while True: pass");
    let interrupts = 0;
    const { code, stdout } = await place.interpreter(["analyze", PENGUINS, ...work], {
      onOutput: (printed, { interrupt }) => {
        if (printed.includes("\n    work ing") && interrupts++ === 0) interrupt();
      },
    });
    expect(code).toBe(1);
    expect(stdout).toContain("\nThe run is cancelled.");
    expect(await place.files()).toEqual(["interpreter-output/half.txt"]);
    expect(await place.read("interpreter-output/half.txt")).toBe("half");
  });

  it("goes on to save what was made when nobody reads its output any more", async () => {
    const work = python(
      "open('made.txt', 'w').write('made')",
      "print('ready')",
      "import time",
      "time.sleep(0.5)",
    );
    const { code, stderr } = await place.interpreter(["analyze", PENGUINS, ...work], {
      onOutput: (printed, { stopReading }) => {
        if (printed.includes("\n    ready")) stopReading();
      },
    });
    expect(stderr).toBe("");
    expect(code).not.toBeNull();
    expect(await place.files()).toEqual(["interpreter-output/made.txt"]);
  });

  it("writes names as the sandbox gave them, and none outside of --out", async () => {
    const work = python(
      "import os",
      "names = ['..two.txt', '...', 'sub/deep/한글 이름.txt', '-rf', r'..\\..\\up.txt', '.hidden']",
      "os.makedirs('sub/deep')",
      "for name in names: open(name, 'w').write('x')",
      "try: open('/mnt/data/../../escaped.txt', 'w').write('x')",
      "except OSError: pass",
    );
    const { code } = await place.interpreter(["analyze", PENGUINS, "--out", "out", ...work]);
    expect(code).toBe(0);
    const written = await place.files();
    expect(written.every((path) => path.startsWith("out/"))).toBe(true);
    expect(written).toEqual(
      expect.arrayContaining(["out/..two.txt", "out/-rf", "out/sub/deep/한글 이름.txt"]),
    );
  });
});

describe("is told in a sentence, before any work is done:", () => {
  const NOTHING_DONE: string[] = [];

  it.each([
    ["no file", ["analyze"], 2, "Name at least one file to analyse. See: interpreter --help"],
    [
      "a file that is not there",
      ["analyze", "gone.csv"],
      1,
      "There is no file gone.csv. Check the path and try again.",
    ],
    ["a folder", ["analyze", "."], 1, "Not a file: .. Check the path and try again."],
    [
      "an unknown option",
      ["analyze", "a.csv", "--bogus"],
      2,
      "Unknown option '--bogus'. See: interpreter --help",
    ],
    [
      "an option without its value",
      ["analyze", "a.csv", "--out"],
      2,
      "Option '--out <value>' argument missing. See: interpreter --help",
    ],
    ["an unknown command", ["analyse", "a.csv"], 2, 'There is no command "analyse". See: interpreter --help'],
  ])("%s", async (_, args, exitCode, sentence) => {
    const { code, stdout, stderr } = await place.interpreter(args);
    expect([code, stderr, stdout]).toEqual([exitCode, `interpreter: ${sentence}\n`, ""]);
    expect(await readdir(place.dir)).toEqual(NOTHING_DONE);
  });

  it("a file in the place of --out", async () => {
    await writeFile(join(place.dir, "out"), "");
    const { code, stderr } = await place.interpreter(["analyze", PENGUINS, "--out", "out"]);
    expect([code, stderr]).toEqual([1, "interpreter: Not a folder: out. Choose another one with --out.\n"]);
    expect(await readdir(place.dir)).toEqual(["out"]);
  });
});

it("--help tells how to use it, and so does no command at all, which is an error", async () => {
  const help = await place.interpreter(["--help"]);
  expect([help.code, help.stderr]).toEqual([0, ""]);
  expect(help.stdout).toMatch(/^Usage: interpreter analyze FILE…/);
  expect(await place.interpreter(["analyze", "-h"])).toEqual(help);
  expect(await place.interpreter([])).toEqual({ ...help, code: 2 });
});
