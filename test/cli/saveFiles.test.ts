import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { saveFiles } from "../../src/cli/saveFiles.ts";
import { InterpreterClient } from "../../src/client/interpreterClient.ts";
import { file } from "../thread/events.ts";

it("files are written below the folder, whatever the service says their names are", async () => {
  const dir = await mkdtemp(join(tmpdir(), "save-"));
  const client = new InterpreterClient(() => Promise.resolve(new Response("x")));
  const names = [
    "a.txt",
    "b/c.txt",
    "..d.txt",
    "/absolute.txt",
    "e/../f.txt",
    "../escaped.txt",
    "..",
    ".",
    "g/../../h.txt",
  ];
  const saved = await saveFiles(
    client,
    names.map((name) => file(name)),
    join(dir, "out"),
  );
  expect(saved).toHaveLength(5);
  expect(await readdir(dir)).toEqual(["out"]);
  expect((await readdir(join(dir, "out"))).sort()).toEqual([
    "..d.txt",
    "a.txt",
    "absolute.txt",
    "b",
    "f.txt",
  ]);
  await rm(dir, { recursive: true });
});
