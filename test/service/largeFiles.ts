// A process that takes in a large file and gives it back, both in pieces, and prints by how much its memory grew.
import { createHash } from "node:crypto";
import { rm } from "node:fs/promises";
import { FakeSessions } from "../fakes/fakeSessions.ts";
import { ScriptedModel } from "../fakes/scriptedModel.ts";
import { localRunner, serve } from "./serve.ts";

const [folder, bytes] = process.argv.slice(2);
const service = serve(folder!, localRunner(new ScriptedModel([]), new FakeSessions({})));
const PIECE = new Uint8Array(64 * 1024).map((_, index) => index % 251);
const encode = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text);

/** A form of that size, made as it is taken. */
async function upload(size: number): Promise<Response> {
  const head = [
    "--edge",
    'Content-Disposition: form-data; name="purpose"',
    "",
    "assistants",
    "--edge",
    'Content-Disposition: form-data; name="file"; filename="large.bin"',
    "Content-Type: application/octet-stream",
    "",
    "",
  ].join("\r\n");
  let left = size;
  let stage: "head" | "body" | "end" = "head";
  const body = new ReadableStream<Uint8Array<ArrayBuffer>>(
    {
      pull(controller) {
        if (stage === "head") {
          stage = "body";
          controller.enqueue(encode(head));
        } else if (left > 0) {
          const piece = PIECE.subarray(0, Math.min(left, PIECE.length));
          left -= piece.length;
          controller.enqueue(piece);
        } else if (stage === "body") {
          stage = "end";
          controller.enqueue(encode("\r\n--edge--\r\n"));
        } else controller.close();
      },
    },
    { highWaterMark: 0 },
  );
  const headers = { "content-type": "multipart/form-data; boundary=edge" };
  const init: RequestInit & { duplex: "half" } = { method: "POST", headers, body, duplex: "half" };
  return service.fetch(new Request("http://interpreter.local/v1/files", init));
}

async function download(id: string): Promise<string> {
  const response = await service.fetch(new Request(`http://interpreter.local/v1/files/${id}/content`));
  const hash = createHash("sha256");
  for await (const chunk of response.body!) hash.update(chunk);
  return hash.digest("hex");
}

interface Kept {
  id: string;
  bytes: number;
}

// What the first file of all brings into memory is no matter of its size.
const small = (await (await upload(8 * 1024 * 1024)).json()) as Kept;
await download(small.id);
const before = process.memoryUsage.rss();
const response = await upload(Number(bytes));
const answer: unknown = await response.json();
const kept = answer as Kept;
const hash = response.ok ? await download(kept.id) : "";
const peak = process.resourceUsage().maxRSS * 1024;
process.stdout.write(JSON.stringify({ status: response.status, answer, hash, grown: peak - before }));
await service.dispose();
await rm(folder!, { recursive: true, force: true });
