import { describe, expect, it } from "vitest";
import { lineLog } from "../../src/base/log.ts";

/** The lines that a log writes. */
function linesOf(work: (log: ReturnType<typeof lineLog>) => void): string[] {
  const lines: string[] = [];
  work(lineLog((line) => lines.push(line)));
  return lines;
}

it("an event is one line of its name and its fields", () => {
  const lines = linesOf((log) => {
    log.info("run started", { runId: "run_1", length: 12, isNew: true, absent: undefined });
    log.error("run failed", new Error("first\nsecond"), { runId: "run_1" });
    log.error("odd", "just a text");
    log.info("bare");
  });
  expect(lines).toEqual([
    'info run started runId="run_1" length=12 isNew=true',
    String.raw`error run failed runId="run_1" error="first\nsecond"`,
    'error odd error="just a text"',
    "info bare",
  ]);
});

describe("a secret is taken out, wherever it stands:", () => {
  it.each([
    ["sk-abcdefgh12345678"],
    ["sk-proj-abc_DEF-12345678"],
    ["Bearer abc.def-ghi_jkl/mno+pqr=="],
    ["bearer abcdefgh12345678"],
    ["Authorization: Bearer abcdefgh12345678"],
    ["api-key: 0123456789abcdef0123456789abcdef"],
    ["https://host/v1?api_key=0123456789abcdef&x=1"],
  ])("%s", (secret) => {
    const [first, second, third] = linesOf((log) => {
      log.info(`asked with ${secret}`);
      log.info("asked", { header: secret });
      log.error("failed", new Error(`401 for "${secret}"`));
    });
    for (const line of [first, second, third]) {
      expect(line).toContain("[secret]");
      expect(line).not.toMatch(/12345678|abcdef|mno|abc_DEF/);
    }
  });

  it("but words that only look a little like one stay", () => {
    const [line] = linesOf((log) =>
      log.info("task-force of bearer bonds", { path: "/a/sk-1/desk-lamp-for-two" }),
    );
    expect(line).toBe('info task-force of bearer bonds path="/a/sk-1/desk-lamp-for-two"');
  });
});
