import { spawn } from "node:child_process";
import { once } from "node:events";
import { resolve } from "node:path";
import { createInterface } from "node:readline";
import { afterAll, beforeAll, expect, it, onTestFinished } from "vitest";
import { z } from "zod";
import { openPlace, type Place } from "./interpreter.ts";

let other: Place;
let server: { url: string; token: string };
let stop: () => Promise<void>;
beforeAll(async () => {
  other = await openPlace();
  const args = [resolve("dist/cli.js"), "serve", "--json", "--data-dir", other.home];
  const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
  const [line] = (await once(createInterface(child.stdout), "line")) as [string];
  server = z.object({ url: z.string(), token: z.string() }).parse(JSON.parse(line));
  stop = async () => {
    child.kill("SIGTERM");
    await once(child, "close");
    await other.remove();
  };
});
afterAll(() => stop());

it.each([
  ["assistants", (url: string) => ({ INTERPRETER_ENDPOINT: `${url}/v1` })],
  [
    "openai",
    (url: string) => ({
      INTERPRETER_ENDPOINT: `${url}/v1`,
      INTERPRETER_MODEL: "m",
      INTERPRETER_CODE: "container",
    }),
  ],
  [
    "azure",
    (url: string) => ({
      INTERPRETER_ENDPOINT: url,
      INTERPRETER_MODEL: "d",
      INTERPRETER_CODE: "container",
      INTERPRETER_API_VERSION: "2025-04-01-preview",
    }),
  ],
])("analyses a file by way of another service (%s): answer and files come back", async (kind, more) => {
  const place = await openPlace();
  onTestFinished(() => place.remove());
  const env = { INTERPRETER_CONNECTION: kind, INTERPRETER_API_KEY: server.token, ...more(server.url) };
  const { code, stdout, stderr } = await place.interpreter(["analyze", resolve("samples/penguins.csv")], {
    env,
  });
  expect([code, stderr]).toEqual([0, expect.not.stringContaining(server.token)]);
  expect(stdout).toContain("344 rows and 8 columns");
  expect(stdout).not.toContain(server.token);
  expect(await place.files()).toEqual(
    expect.arrayContaining([
      "interpreter-output/flipper-length-mm-by-species.png",
      "interpreter-output/penguins-clean.csv",
    ]),
  );
});

it("says what is missing, and lists the variables", async () => {
  const place = await openPlace();
  onTestFinished(() => place.remove());
  const { code, stderr } = await place.interpreter(["analyze", resolve("samples/penguins.csv")], {
    env: { INTERPRETER_CONNECTION: "azure" },
  });
  expect([code, stderr]).toEqual([2, expect.stringContaining("INTERPRETER_ENDPOINT is missing")]);
  expect((await place.interpreter(["--help"])).stdout).toContain("INTERPRETER_CONNECTION");
});
