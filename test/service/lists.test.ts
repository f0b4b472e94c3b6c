import { beforeEach, describe, expect, it } from "vitest";
import { say } from "../fakes/scriptedModel.ts";
import { type Lab, openLab, refusal } from "./lab.ts";
import { BETA } from "./serve.ts";

interface Page {
  data: { id: string }[];
  first_id: string | null;
  last_id: string | null;
  has_more: boolean;
}

describe("a list", () => {
  let lab: Lab;
  let threadId: string;
  /** The messages' ids, oldest first. */
  let ids: string[];

  beforeEach(async () => {
    lab = await openLab();
    ({ id: threadId } = await lab.threads.create());
    ids = [];
    for (const content of ["0", "1", "2", "3", "4", "5"]) {
      ids.push((await lab.threads.messages.create(threadId, { role: "user", content })).id);
    }
  });

  /** A page, with places in `ids` instead of ids. */
  async function page(query: string) {
    const path = `http://interpreter.local/v1/threads/${threadId}/messages?${query}`;
    const response = await lab.service.fetch(new Request(path, { headers: BETA }));
    const { data, first_id, last_id, has_more } = (await response.json()) as Page;
    expect([first_id, last_id]).toEqual([data[0]?.id ?? null, data.at(-1)?.id ?? null]);
    return [data.map(({ id }) => ids.indexOf(id)), has_more];
  }

  it("has the newest first, or the oldest if asked for", async () => {
    expect(await page("")).toEqual([[5, 4, 3, 2, 1, 0], false]);
    expect(await page("order=asc")).toEqual([[0, 1, 2, 3, 4, 5], false]);
  });

  it("comes in pages, and says whether there is more", async () => {
    expect(await page("limit=2")).toEqual([[5, 4], true]);
    expect(await page(`limit=2&after=${ids[4]}`)).toEqual([[3, 2], true]);
    expect(await page(`limit=2&after=${ids[2]}`)).toEqual([[1, 0], false]);
    expect(await page(`limit=2&order=asc&after=${ids[3]}`)).toEqual([[4, 5], false]);
    expect(await page(`after=${ids[0]}`)).toEqual([[], false]);
  });

  it("goes back to the page in front of an object", async () => {
    expect(await page(`limit=2&before=${ids[1]}`)).toEqual([[3, 2], true]);
    expect(await page(`limit=2&before=${ids[3]}`)).toEqual([[5, 4], false]);
    expect(await page(`limit=2&order=asc&before=${ids[5]}`)).toEqual([[3, 4], true]);
    expect(await page(`limit=9&after=${ids[5]}&before=${ids[2]}`)).toEqual([[4, 3], false]);
  });

  it("can be walked to its end by the SDK", async () => {
    const seen: number[] = [];
    for await (const { id } of lab.threads.messages.list(threadId, { limit: 4, order: "asc" })) {
      seen.push(ids.indexOf(id));
    }
    expect(seen).toEqual([0, 1, 2, 3, 4, 5]);
  });

  it("has no first and no last object when it is empty", async () => {
    const response = await lab.service.fetch(new Request("http://interpreter.local/v1/files"));
    expect(await response.json()).toEqual({
      object: "list",
      data: [],
      first_id: null,
      last_id: null,
      has_more: false,
    });
  });

  it.each([
    ["limit", "0"],
    ["limit", "101"],
    ["limit", "1.5"],
    ["limit", "many"],
    ["order", "up"],
  ])("refuses %s=%s", async (param, value) => {
    const path = `/threads/${threadId}/messages?${param}=${value}`;
    expect(await refusal(lab.openai.get(path))).toMatchObject({ status: 400, param });
  });
});

it("lists 20 objects where nothing is said, and all files", async () => {
  const lab = await openLab();
  for (let count = 0; count < 21; count++) {
    await lab.assistant();
    await lab.upload("a.csv", "");
  }
  expect((await lab.openai.beta.assistants.list()).data).toHaveLength(20);
  expect((await lab.openai.files.list()).data).toHaveLength(21);
  expect((await lab.openai.files.list({ limit: 10_000 })).data).toHaveLength(21);
  expect(await refusal(lab.openai.files.list({ limit: 10_001 }))).toMatchObject({ status: 400 });
});

it("keeps messages of a run, runs of a thread and steps of a run apart", async () => {
  const lab = await openLab({ answers: [[say("One.")], [say("Two.")], [say("Other.")]] });
  const first = await lab.run();
  const second = await lab.run(first.thread_id);
  const other = await lab.run();
  const { runs, messages } = lab.threads;
  const ofRun = await messages.list(first.thread_id, { run_id: second.id });
  expect(ofRun.data).toMatchObject([{ run_id: second.id, content: [{ text: { value: "Two." } }] }]);
  expect((await runs.list(first.thread_id)).data.map(({ id }) => id)).toEqual([second.id, first.id]);
  expect((await runs.list(other.thread_id)).data.map(({ id }) => id)).toEqual([other.id]);
  for (const run of [first, second]) {
    expect((await lab.stepsOf(run)).map(({ run_id }) => run_id)).toEqual([run.id]);
  }
});
