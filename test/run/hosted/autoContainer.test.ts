import { expect, it } from "vitest";
import { run, say } from "../../faults/scriptedResponse.ts";
import { notesIn, openHostedLab, those } from "./hostedLab.ts";

it("a provider that makes no containers on request gets files beside, and its own container is used", async () => {
  const { lab, provider, runner, ask } = await openHostedLab({
    answers: [
      [
        say("I read /mnt/data/", "file_0000", "0001-sales.csv."),
        run("read()", { logs: "2\n", files: { "made.csv": "1" } }),
        say("Done."),
      ],
      [run("more()"), say("And more.")],
    ],
    provider: { memory: "4g" },
  });
  provider.makesContainers = false;
  const { changes, threadId } = await ask("Go", { files: [await lab.upload("sales.csv", "a")] });
  expect(provider.asked[0]!["tools"]).toEqual([
    {
      type: "code_interpreter",
      container: { type: "auto", file_ids: ["file_00000001"], memory_limit: "4g" },
    },
  ]);
  expect(provider.uploads.get("file_00000001")).toMatchObject({ name: "sales.csv" });
  expect(JSON.stringify(provider.asked[0]!["input"])).toContain(
    "/mnt/data/file_00000001-sales.csv (also called sales.csv, file-",
  );
  expect(those(changes, "text.done").map(({ text }) => text)).toEqual([
    "I read /mnt/data/sales.csv.",
    "Done.",
  ]);
  expect(those(changes, "session.opened")).toMatchObject([{ renewed: false }]);
  expect((await lab.client.files(threadId)).map(({ name }) => name)).toEqual(["sales.csv", "made.csv"]);
  expect(runner.session(threadId)).toMatchObject({ priceUsd: 0.12 });

  const second = await ask("More", { threadId });
  expect(those(second.changes, "session.opened")).toEqual([]);
  expect(provider.uploads.size).toBe(1);
});

it("what cannot be fetched from such a container is told, and what was shown stays", async () => {
  const { provider, ask } = await openHostedLab({
    answers: [[run("write()", { logs: "written\n", files: { "made.csv": "1" } }), say("Done.")]],
  });
  provider.makesContainers = false;
  provider.listsFiles = false;
  const { run: ended, changes } = await ask("Go");
  expect(ended.status).toBe("completed");
  expect(notesIn(changes)).toEqual([
    "What the code wrote could not be fetched from the container: provider.example answered: 404 Resource not found (request req_scripted).",
  ]);
  expect(those(changes, "cell.output")).toMatchObject([{ output: { text: "written\n" } }]);
});

it("is asked only once for a container, and its files go with later threads as well", async () => {
  const { lab, provider, ask } = await openHostedLab({ answers: [[say("One.")], [say("Two.")]] });
  provider.makesContainers = false;
  await ask("First");
  await ask("Other thread", { files: [await lab.upload("a.csv", "1")] });
  expect(provider.seen.filter(({ path }) => path === "/containers")).toHaveLength(1);
  expect(provider.asked[1]!["tools"]).toMatchObject([{ container: { file_ids: [expect.anything()] } }]);
});
