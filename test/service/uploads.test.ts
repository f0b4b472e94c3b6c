import { readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { type Lab, openLab, refusal, refused } from "./lab.ts";

describe("an uploaded file", () => {
  it.each([
    ["매출 자료 2024.csv", "매출 자료 2024.csv"],
    ["résumé (final).txt", "résumé (final).txt"],
    ["../../etc/passwd", "passwd"],
    ["C:\\temp\\a.csv", "a.csv"],
    ["what?.csv", "what_.csv"],
    ["", "file"],
  ])("named %j is kept as %j", async (sent, kept) => {
    const lab = await openLab();
    const file = await lab.openai.files.retrieve(await lab.upload(sent, "x"));
    expect(file.filename).toBe(kept);
  });

  it("may be empty", async () => {
    const lab = await openLab();
    const id = await lab.upload("empty.csv", "");
    expect(await lab.openai.files.retrieve(id)).toMatchObject({ bytes: 0, status: "processed" });
    expect((await (await lab.openai.files.content(id)).arrayBuffer()).byteLength).toBe(0);
    const threadId = await lab.question("Nothing?", [id]);
    expect(await lab.client.files(threadId)).toMatchObject([{ id, name: "empty.csv", bytes: 0 }]);
  });

  it("comes back byte for byte, whatever the size of the pieces on its way", async () => {
    const lab = await openLab();
    const bytes = Uint8Array.from({ length: 1_000_003 }, (_, index) => (index * 7 + (index >> 8)) % 256);
    const file = new File([bytes], "a.bin");
    const { id } = await lab.openai.files.create({ file, purpose: "assistants" });
    expect(await lab.client.content(id)).toEqual(bytes);
  });

  it("is gone once it is deleted", async () => {
    const lab = await openLab();
    const id = await lab.upload("a.csv", "x");
    expect(await lab.openai.files.delete(id)).toEqual({ id, object: "file", deleted: true });
    const missing = refused(404, `No such File object: ${id}`, { param: "id" });
    expect(await refusal(lab.openai.files.retrieve(id))).toEqual(missing);
    expect(await refusal(lab.openai.files.content(id))).toEqual(missing);
    expect(await blobsOf(lab)).toEqual([]);
  });
});

describe("an upload leaves nothing behind when it", () => {
  const CUT_OFF = "The upload was cut off or is not a valid form. Nothing was kept.";
  const head = [
    "--edge",
    'Content-Disposition: form-data; name="purpose"',
    "",
    "assistants",
    "--edge",
    'Content-Disposition: form-data; name="file"; filename="a.bin"',
    "",
    "",
  ].join("\r\n");

  it("breaks off with an error", async () => {
    const lab = await openLab();
    const pieces = [head, "x".repeat(300_000)];
    const body = new ReadableStream<Uint8Array>({
      pull(controller) {
        const piece = pieces.shift();
        if (piece === undefined) controller.error(new TypeError("connection lost"));
        else controller.enqueue(new TextEncoder().encode(piece));
      },
    });
    expect(await send(lab, body)).toMatchObject([400, { error: { message: CUT_OFF } }]);
    await expectNothing(lab);
  });

  it.each([
    ["in the middle of a small file", `${head}abc`],
    ["in the middle of a large file", head + "x".repeat(300_000)],
    ["before the file", head.slice(0, 60)],
    ["without ever being a form", "hello"],
  ])("ends %s", async (_where, body) => {
    const lab = await openLab();
    expect(await send(lab, body)).toMatchObject([400, { error: { message: CUT_OFF } }]);
    await expectNothing(lab);
  });

  it.each(["file", "purpose"])("has no %s", async (missing) => {
    const lab = await openLab();
    const form = new FormData();
    form.set("purpose", "assistants");
    form.set("file", new File(["abc"], "a.csv"));
    form.delete(missing);
    const response = await lab.service.fetch(
      new Request("http://interpreter.local/v1/files", { method: "POST", body: form }),
    );
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({
      error: { message: `Missing required parameter: '${missing}'.`, param: missing },
    });
    await expectNothing(lab);
  });

  it("cannot be written to disk, and says so at once", async () => {
    const lab = await openLab();
    // A plain file where the folder of blobs would be.
    await writeFile(join(lab.folder, "files"), "");
    await expect(lab.upload("large.bin", "x".repeat(3_000_000))).rejects.toMatchObject({ status: 500 });
    expect((await lab.openai.files.list()).data).toEqual([]);
  });

  async function send(lab: Lab, body: string | ReadableStream): Promise<[number, unknown]> {
    const init: RequestInit & { duplex: "half" } = {
      method: "POST",
      headers: { "content-type": "multipart/form-data; boundary=edge" },
      body,
      duplex: "half",
    };
    const response = await lab.service.fetch(new Request("http://interpreter.local/v1/files", init));
    return [response.status, await response.json()];
  }

  async function expectNothing(lab: Lab): Promise<void> {
    expect(await blobsOf(lab)).toEqual([]);
    expect((await lab.openai.files.list()).data).toEqual([]);
  }
});

/** What is in the folder of blobs, temporary files included. */
async function blobsOf(lab: Lab): Promise<string[]> {
  return (await readdir(lab.folder)).includes("files") ? readdir(join(lab.folder, "files")) : [];
}
