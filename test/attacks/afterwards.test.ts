import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { printed } from "../python/embedded.ts";
import { type Hardened, openHardened } from "./arena.ts";
import { FIND_SEND } from "./bomb.ts";

const MB = 1024 * 1024;
const DEADLINE_MS = 45_000;

// Asyncio runs it once the cell has ended; nothing is said to the parent.
const later = (body: string): string => `
import asyncio
async def later():
    await asyncio.sleep(0.05)
${body
  .split("\n")
  .map((line) => `    ${line}`)
  .join("\n")}
task = asyncio.ensure_future(later())
`;

describe("After its cell has ended, Python", () => {
  let hardened: Hardened;
  beforeEach(async () => {
    hardened = await openHardened({
      limits: { memoryBytes: 560 * MB, outputBytes: 8 * MB, fileBytes: 20 * MB },
    });
  });
  afterEach(() => hardened.close());

  const attacks = [
    [
      "fill the memory",
      "import pyodide_js\nx = []\nwhile True:\n    x.append(pyodide_js._module.HEAPU8.slice(0, 20_000_000))\n    await asyncio.sleep(0)",
    ],
    ["compute for ever", "while True: pass"],
    [
      "flood its parent",
      `${FIND_SEND.trim()}\nwhile True: send('{"type":"stream","name":"stdout","text":"x"}')`,
    ],
    [
      "fill the disk",
      "n = 0\nwhile True:\n    n += 1\n    with open(f'/mnt/data/{n}', 'wb') as f: f.write(bytes(10_000_000))\n    await asyncio.sleep(0)",
    ],
  ] as const;

  it.each(attacks)("may not %s: the session is ended", async (_name, body) => {
    const { end } = await hardened.cell(later(body));
    expect(end).toBe("ok");
    const session = await hardened.session();
    await expect.poll(() => session.alive, { timeout: DEADLINE_MS, interval: 100 }).toBe(false);
    expect(printed((await hardened.cell("print('next')")).outputs)).toBe("next\n");
  });

  it("may not compute for ever behind an end that its cell forged", async () => {
    const code = `${FIND_SEND}\nsend('{"type": "done", "id": 1, "end": "ok"}')\nwhile True: pass`;
    expect((await hardened.cell(code)).end).toBe("ok");
    const session = await hardened.session();
    await expect.poll(() => session.alive, { timeout: DEADLINE_MS, interval: 100 }).toBe(false);
  });

  it("may finish a small task", async () => {
    await hardened.cell(later("global done\ndone = sum(range(1000))"));
    await sleep(200);
    expect(printed((await hardened.cell("print(done)")).outputs)).toBe("499500\n");
  });
});
