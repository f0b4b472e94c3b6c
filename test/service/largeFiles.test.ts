import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, it } from "vitest";
import { refused, temporaryFolder } from "./lab.ts";

const MB = 1024 * 1024;

interface Result {
  status: number;
  answer: { bytes: number; error?: unknown };
  hash: string;
  grown: number;
}

/** In a process of its own, as memory is measured. */
async function sendAndFetch(bytes: number): Promise<Result> {
  const script = fileURLToPath(new URL("./largeFiles.ts", import.meta.url));
  const args = ["--no-warnings", script, await temporaryFolder(), String(bytes)];
  const { stdout } = await promisify(execFile)(process.execPath, args);
  return JSON.parse(stdout) as Result;
}

it("takes in 200 MB and gives them back without ever holding them in memory", async () => {
  const { status, answer, hash, grown } = await sendAndFetch(200 * MB);
  expect(status).toBe(200);
  expect(answer.bytes).toBe(200 * MB);
  expect(hash).toBe(hashOf(200 * MB));
  expect(grown / MB).toBeLessThan(64);
});

it("refuses one byte more than 512 MB", async () => {
  const { status, answer, grown } = await sendAndFetch(512 * MB + 1);
  const { status: expected, ...error } = refused(
    413,
    "The file is larger than 512 MB, the most this API takes.",
  );
  expect(status).toBe(expected);
  expect(answer.error).toEqual(error);
  expect(grown / MB).toBeLessThan(64);
});

function hashOf(bytes: number): string {
  const piece = new Uint8Array(64 * 1024).map((_, index) => index % 251);
  const hash = createHash("sha256");
  for (let left = bytes; left > 0; left -= piece.length) hash.update(piece.subarray(0, left));
  return hash.digest("hex");
}
