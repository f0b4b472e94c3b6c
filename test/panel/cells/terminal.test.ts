import { describe, expect, it } from "vitest";
import { Terminal, type TerminalView } from "../../../media/panel/terminal.ts";

const printed = (pieces: readonly string[]): TerminalView => {
  const terminal = new Terminal();
  for (const piece of pieces) terminal.append(piece, false);
  return terminal.view();
};
const segments = (pieces: readonly string[]) => {
  const { head, tail } = printed(pieces);
  return [...head, ...tail].flatMap((chunk) => chunk.segments);
};
const text = (pieces: readonly string[]): string =>
  segments(pieces)
    .map((segment) => segment.text)
    .join("");

const ESC = "\u001b";

describe("what is printed is shown as a terminal would", () => {
  it.each([
    ["lines", ["a\nb\n"], "a\nb\n"],
    ["a line in pieces", ["a", "b\nc"], "ab\nc"],
    ["a progress bar by carriage returns", ["\r 10 %", "\r 50 %", "\r100 %\n", "done\n"], "100 %\ndone\n"],
    ["a shorter text over a longer one", ["downloading\rdone"], "doneloading"],
    ["a shorter text after an erased line", [`downloading\r${ESC}[Kdone`], "done"],
    ["a whole line erased", [`downloading${ESC}[2K\rdone`], "done"],
    ["Windows' ends of lines", ["a\r\nb\r\n"], "a\nb\n"],
    ["a carriage return and a newline in two pieces", ["a\r", "\nb"], "a\nb"],
    ["backspaces", ["12\b\b34", "5\b6"], "346"],
    ["backspaces before the beginning", ["\b\b\ba"], "a"],
    ["the cursor moved within the line", [`abc${ESC}[2Dx${ESC}[1Gy`], "yxc"],
    ["tabs", ["a\tb"], "a\tb"],
    ["bells, zeros and other controls", ["a\u0007\u0000\u000eb\u007f\u009bc"], "abc"],
    ["sequences that it does not obey", [`${ESC}[2J${ESC}[5;7Ha${ESC}[?25lb${ESC}(Bc${ESC}=`], "abc"],
    ["titles and links", [`${ESC}]0;title\u0007a${ESC}]8;;http://x${ESC}\\b${ESC}]8;;${ESC}\\`], "ab"],
    ["a sequence in two pieces", [`a${ESC}`, "[3", "1mb"], "ab"],
    ["a sequence that never ends", [`a${ESC}[12`], "a"],
    ["an escape before an ordinary letter", [`a${ESC}\u00e9b`], "a\u00e9b"],
    ["nothing", [""], ""],
  ])("%s", (_, pieces, shown) => {
    expect(text(pieces)).toBe(shown);
  });

  it("keeps colours and styles from piece to piece, and ends them", () => {
    const found = segments([`${ESC}[1;31mbold red`, ` still${ESC}[22m red${ESC}[0m plain`]);
    expect(found).toEqual([
      { text: "bold red still", look: { color: 1, background: null, traits: ["bold"] } },
      { text: " red", look: { color: 1, background: null, traits: [] } },
      { text: " plain", look: null },
    ]);
  });

  it.each([
    ["bright", "92", { color: 10 }],
    ["a background", "44", { background: 4 }],
    ["a bright background", "101", { background: 9 }],
    ["one of the 16 by its number", "38;5;9", { color: 9 }],
    ["one of the cube", "38;5;208", { color: "rgb(255 135 0)" }],
    ["a grey", "48;5;244", { background: "rgb(128 128 128)" }],
    ["any", "38;2;1;2;3", { color: "rgb(1 2 3)" }],
    ["any, by colons", "38:2:1:2:3", { color: "rgb(1 2 3)" }],
    ["the next code after it", "38;5;208;4", { color: "rgb(255 135 0)", traits: ["underline"] }],
    ["two traits", "3;9", { traits: ["italic", "struck"] }],
    ["the default after a colour", "31;44;39", { background: 4 }],
  ])("colour: %s", (_, codes, look) => {
    const plain = { color: null, background: null, traits: [] };
    expect(segments([`${ESC}[${codes}mx`])[0]?.look).toEqual({ ...plain, ...look });
  });

  it.each(["", "0", "38;5;999", "38;2;1;2", "38;2;1;2;300", "99999999999", ";;;", "38", "58;5;1"])(
    "colour: nothing by %j",
    (codes) => {
      expect(segments([`${ESC}[${codes}mx`])).toEqual([{ text: "x", look: null }]);
    },
  );

  it("tells the two streams apart, in order", () => {
    const terminal = new Terminal();
    terminal.append("out\n", false);
    terminal.append("err\n", true);
    terminal.append("out again", false);
    const { head, tail } = terminal.view();
    expect([...head, ...tail].map((chunk) => [chunk.isError, chunk.segments[0]?.text])).toEqual([
      [false, "out\n"],
      [true, "err\n"],
      [false, "out again"],
    ]);
  });
});

describe("of a long text", () => {
  const lines = Array.from({ length: 20_000 }, (_, index) => `line ${index}\n`);
  const whole = lines.join("");
  const shown = (view: TerminalView["head"]): string =>
    view.flatMap((chunk) => chunk.segments.map((segment) => segment.text)).join("");

  it("the beginning and the end are kept, and nothing is lost from the count", () => {
    const view = printed(lines);
    const [head, tail] = [shown(view.head), shown(view.tail)];
    expect(whole.startsWith(head)).toBe(true);
    expect(whole.endsWith(tail)).toBe(true);
    expect(head.length + view.skipped + tail.length).toBe(whole.length);
    expect(head.length + tail.length).toBeLessThan(50_000);
    expect(tail.split("\n").length).toBeGreaterThan(100);
  });

  it("the same is shown in whatever pieces it comes", () => {
    const cut = whole.match(/[\s\S]{1,8191}/g) ?? [];
    expect(printed(cut)).toEqual(printed([whole]));
  });

  it("chunks that are full stay the same objects while it grows", () => {
    const terminal = new Terminal();
    terminal.append(lines.slice(0, 500).join(""), false);
    const before = terminal.view();
    terminal.append("more\n", false);
    const after = terminal.view();
    expect(after.head.every((chunk, index) => chunk === before.head[index])).toBe(true);
    expect(after.tail.slice(0, -1).every((chunk) => before.tail.includes(chunk))).toBe(true);
  });

  it("one without an end is cut, and counted", () => {
    const view = printed(Array.from({ length: 128 }, () => "x".repeat(8192)));
    const [head, tail] = [shown(view.head), shown(view.tail)];
    expect(head.length + view.skipped + tail.length).toBe(2 ** 20);
    expect(view.skipped).toBeGreaterThan(1_000_000);
  });

  it("a progress bar of many steps is one line", () => {
    const steps = Array.from({ length: 50_000 }, (_, step) => `\rstep ${step}`);
    expect(text(steps)).toBe("step 49999");
  });
});
