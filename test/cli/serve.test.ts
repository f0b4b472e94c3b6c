import { spawn } from "node:child_process";
import { once } from "node:events";
import { request } from "node:http";
import { resolve } from "node:path";
import { createInterface } from "node:readline";
import OpenAI from "openai";
import { afterEach, beforeEach, expect, it } from "vitest";
import { z } from "zod";
import { openPlace, type Place } from "./interpreter.ts";

let place: Place;
beforeEach(async () => (place = await openPlace()));
afterEach(() => place.remove());

/** Starts `interpreter serve --json`, and gives what it printed. */
async function startServer(...args: string[]) {
  const cli = resolve("dist/cli.js");
  const child = spawn(process.execPath, [cli, "serve", "--json", "--data-dir", place.home, ...args], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const [line] = (await once(createInterface(child.stdout), "line")) as [string];
  const { url, token } = z.object({ url: z.string(), token: z.string() }).parse(JSON.parse(line));
  const stop = async (): Promise<number | null> => {
    child.kill("SIGTERM");
    const [code] = (await once(child, "close")) as [number | null];
    return code;
  };
  return { url, token, stop };
}

it("serves the API over HTTP to who has the token: a question is answered by code that ran", async () => {
  const { url, token, stop } = await startServer();
  expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  expect(token.length).toBeGreaterThanOrEqual(32);
  const openai = new OpenAI({ baseURL: `${url}/v1`, apiKey: token, maxRetries: 0 });
  const { beta } = openai;
  const assistant = await beta.assistants.create({
    model: "gpt-4-1106-preview",
    tools: [{ type: "code_interpreter" }],
  });
  const content = "I need to solve the equation `3x + 11 = 14`. Can you help me?";
  const thread = await beta.threads.create({ messages: [{ role: "user", content }] });
  const run = await beta.threads.runs.createAndPoll(
    thread.id,
    { assistant_id: assistant.id },
    { pollIntervalMs: 50 },
  );
  expect([run.status, run.model]).toEqual(["completed", "gpt-4-1106-preview"]);
  const messages = await beta.threads.messages.list(thread.id, { order: "desc", limit: 1 });
  expect(JSON.stringify(messages.data[0]?.content)).toContain("x = 1");
  expect(await stop()).toBe(0);

  const again = await startServer("--token", "chosen by me");
  expect(again.token).toBe("chosen by me");
  const later = new OpenAI({ baseURL: `${again.url}/v1`, apiKey: again.token, maxRetries: 0 });
  expect((await later.beta.threads.messages.list(thread.id)).data).toHaveLength(messages.data.length + 1);
  await again.stop();
});

it("ends by SIGTERM in the middle of a run, which is closed with what it had", async () => {
  const { url, token, stop } = await startServer();
  const { beta } = new OpenAI({ baseURL: `${url}/v1`, apiKey: token, maxRetries: 0 });
  const { id: assistant_id } = await beta.assistants.create({
    model: "any",
    tools: [{ type: "code_interpreter" }],
  });
  const content = "```python\nprint('begun')\nwhile True: pass\n```";
  const thread = await beta.threads.create({ messages: [{ role: "user", content }] });
  for await (const event of await beta.threads.runs.create(thread.id, { assistant_id, stream: true })) {
    if (JSON.stringify(event).includes("begun\\n")) break;
  }
  expect(await stop()).toBe(0);
  const again = await startServer();
  const later = new OpenAI({ baseURL: `${again.url}/v1`, apiKey: again.token, maxRetries: 0 }).beta.threads;
  const [run] = (await later.runs.list(thread.id)).data;
  expect(run?.status).toBe("cancelled");
  const [step] = (await later.runs.steps.list(run!.id, { thread_id: thread.id })).data;
  expect([step?.status, JSON.stringify(step?.step_details)]).toEqual([
    "cancelled",
    expect.stringContaining("begun\\n"),
  ]);
  await again.stop();
});

it("refuses who has no token, and pages that come under another name", async () => {
  const { url, token, stop } = await startServer();
  const stranger = new OpenAI({ baseURL: `${url}/v1`, apiKey: "guess", maxRetries: 0 });
  await expect(stranger.files.list()).rejects.toThrow(/401 Incorrect API key provided/);
  expect(await statusFor(url, { authorization: `Bearer ${token}` })).toBe(200);
  expect(await statusFor(url, { "api-key": token })).toBe(200);
  expect(await statusFor(url, { authorization: `Bearer ${token}`, host: "evil.example" })).toBe(403);
  expect(await statusFor(url, {})).toBe(401);
  await stop();
});

function statusFor(url: string, headers: Record<string, string>): Promise<number | undefined> {
  return new Promise((done, fail) => {
    const sent = request(`${url}/v1/files`, { headers }, (response) => {
      response.resume();
      done(response.statusCode);
    });
    sent.on("error", fail).end();
  });
}

it.each([
  [["serve", "--host", "0.0.0.0"], 1, "Give a token of your own"],
  [["serve", "--port", "high"], 2, "--port takes 0 to 65535"],
  [["serve", "now"], 2, 'serve takes no "now"'],
] as const)("says what is wrong with %j", async (args, expected, sentence) => {
  const { code, stderr } = await place.interpreter(args);
  expect([code, stderr]).toEqual([expected, expect.stringContaining(sentence)]);
});

it("says that a port is taken", async () => {
  const { url, stop } = await startServer();
  const { code, stderr } = await place.interpreter(["serve", "--port", new URL(url).port]);
  expect(code).toBe(1);
  expect(stderr).toContain("cannot be used");
  await stop();
});
