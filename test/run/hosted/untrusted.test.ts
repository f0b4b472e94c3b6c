import { mkdir, readdir, readFile, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { threadsFolder } from "../../../src/service/store/threadsFolder.ts";
import { FaultProxy, isCreate, answer, changed } from "../../faults/faultProxy.ts";
import { run, say } from "../../faults/scriptedResponse.ts";
import { temporaryFolder } from "../../service/lab.ts";
import { notesIn, openHostedLab, those } from "./hostedLab.ts";

/** The thread's /mnt/data. */
const dataDirOf = (folder: string, threadId: string): string => join(threadsFolder(folder), threadId, "data");

describe("names that a provider gives to files", () => {
  it("lead to nothing outside of the thread's folder, and are told", async () => {
    const names = [
      "../../escaped",
      "/etc/passwd",
      "a/../../escaped",
      "./x",
      "a//b",
      "a\\..\\b",
      "a\nb",
      "x".repeat(300),
    ];
    const files = Object.fromEntries([...names, "good/one.csv"].map((name) => [name, "1"]));
    const { lab, ask } = await openHostedLab({ answers: [[run("write()", { files }), say("Done.")]] });
    const { run: ended, changes, threadId } = await ask("Go");
    expect(ended.status).toBe("completed");
    expect((await lab.client.files(threadId)).map(({ name }) => name)).toEqual(["good/one.csv"]);
    expect(notesIn(changes)).toHaveLength(names.length);
    expect(notesIn(changes)[0]).toBe(
      "escaped could not be fetched from the container: its name is not safe here.",
    );
    const everything = await readdir(lab.folder, { recursive: true });
    expect(everything.filter((name) => /escaped|passwd/.test(name))).toEqual([]);
  });

  it("do not lead through links that code here has left in the folder, nor are such links uploaded", async () => {
    const outside = await temporaryFolder();
    await writeFile(join(outside, "secret.txt"), "secret");
    const { lab, provider, ask } = await openHostedLab({
      answers: [
        [say("One.")],
        [run("write()", { files: { "link/x.csv": "1", "file.csv": "new" } }), say("Two.")],
      ],
    });
    const { threadId } = await ask("First", { files: [await lab.upload("a.csv", "1")] });
    const dataDir = dataDirOf(lab.folder, threadId);
    await symlink(outside, join(dataDir, "link"));
    await symlink(join(outside, "secret.txt"), join(dataDir, "file.csv"));
    const { run: ended, changes } = await ask("Second", { threadId });
    expect(ended.status).toBe("completed");
    expect([...provider.container.files.values()].map(({ path }) => path)).not.toContain(
      "/mnt/data/secret.txt",
    );
    expect(await readdir(outside)).toEqual(["secret.txt"]);
    expect(await readFile(join(outside, "secret.txt"), "utf8")).toBe("secret");
    // A link that is in the way of a file is replaced, not followed.
    expect(await readFile(join(dataDir, "file.csv"), "utf8")).toBe("new");
    expect(notesIn(changes)).toEqual([
      "x.csv could not be fetched from the container: its name is taken here.",
    ]);
  });

  it("may be those of folders here, which stay", async () => {
    const { lab, ask } = await openHostedLab({
      answers: [[say("One.")], [run("write()", { files: { taken: "1" } }), say("Two.")]],
    });
    const { threadId } = await ask("First");
    const dataDir = dataDirOf(lab.folder, threadId);
    await mkdir(join(dataDir, "taken"));
    await writeFile(join(dataDir, "taken", "mine.csv"), "mine");
    await ask("Second", { threadId });
    expect(await readFile(join(dataDir, "taken", "mine.csv"), "utf8")).toBe("mine");
  });
});

describe("what a provider sends", () => {
  it.each([
    ["a page instead of a stream", "<html>Welcome</html>"],
    ["JSON of another kind", '{"hello":[1,2,{}]}'],
    ["nothing", ""],
    ["numbers and nulls", "data: 7\n\ndata: null\n\ndata: []\n\n"],
    ["half of an event", 'data: {"type":"response.created","resp'],
  ])("ends in a clear error when it is %s", async (_what, text) => {
    let proxy: FaultProxy | undefined;
    const { ask } = await openHostedLab({
      through: async (url) => `${(proxy = await FaultProxy.start(url)).origin}/v1`,
    });
    proxy!.next(isCreate, answer(200, text, { "content-type": "text/event-stream" }), 99);
    const { run: ended } = await ask("Go");
    expect(ended.last_error?.message).toMatch(/^The connection to provider\.example broke off/);
  });

  it("may hold pictures that are none, and addresses, which nobody asks for", async () => {
    let proxy: FaultProxy | undefined;
    const { ask } = await openHostedLab({
      answers: [[run("plot()", { logs: "1\n", images: [Buffer.from("no picture")] }), say("Done.")]],
      through: async (url) => `${(proxy = await FaultProxy.start(url)).origin}/v1`,
    });
    proxy!.next(
      isCreate,
      changed((events) =>
        events.map((event) => event.replaceAll(/data:image[^"]*/g, `${proxy!.origin}/asked`)),
      ),
    );
    const { run: ended, changes } = await ask("Go");
    expect(ended.status).toBe("completed");
    expect(those(changes, "cell.output")).toMatchObject([{ output: { text: "1\n" } }]);
    expect(proxy!.seen.filter(({ path }) => path.includes("asked"))).toEqual([]);
  });
});

it("files of a container by other names than ours are still the same files", async () => {
  const { lab, provider, ask } = await openHostedLab({
    answers: [
      [say("One.")],
      [
        run("change()", { files: { "88e1-sales.csv": "changed" } }),
        say("See [it](sandbox:/mnt/data/88e1-sales.csv)."),
      ],
    ],
  });
  provider.prefix = "88e1-";
  const { threadId } = await ask("First", { files: [await lab.upload("sales.csv", "old")] });
  const { changes } = await ask("Change it", { threadId });
  expect(JSON.stringify(provider.asked[0]!["input"])).toContain(
    "/mnt/data/88e1-sales.csv (also called sales.csv, ",
  );
  expect(those(changes, "cell.done")).toMatchObject([{ files: [{ name: "sales.csv", bytes: 7 }] }]);
  expect(those(changes, "text.done")).toMatchObject([
    { text: "See [it](sandbox:/mnt/data/sales.csv).", files: [{ name: "sales.csv" }] },
  ]);
});
