import { readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Response } from "openai/resources/responses/responses";
import { describe, expect, it } from "vitest";
import { FakeSessions, type Repertoire } from "../../fakes/fakeSessions.ts";
import { cell, say } from "../../fakes/scriptedModel.ts";
import { openLab, refusal, refused, temporaryFolder } from "../lab.ts";
import { ask, containerOf, isRunning, MODEL, withOutputs } from "./tools.ts";

const READ: Repertoire = {
  "read()": async (session) => session.print(await readFile(join(session.dataDir, "a.csv"), "utf8")),
};

it("brings files into a container, has code read them, and gives what the code made", async () => {
  const lab = await openLab({
    answers: [[cell("read()")], [say("See [it](sandbox:/mnt/data/made.csv).")]],
    python: {
      "read()": async (session) => {
        session.print(await readFile(join(session.dataDir, "sales.csv"), "utf8"));
        session.print(await readFile(join(session.dataDir, "rates.csv"), "utf8"));
        session.show("Sales by month");
        await session.write("made.csv", "made");
      },
    },
  });
  const { containers, responses } = lab.openai;
  const uploaded = await lab.upload("sales.csv", "sales\n");
  const container = await containers.create({ name: "sales", file_ids: [uploaded] });
  expect(container).toMatchObject({ name: "sales", status: "running", memory_limit: "1g" });
  const file = new File(["rates\n"], "rates.csv");
  const own = await containers.files.create(container.id, { file });
  expect(own).toMatchObject({ path: "/mnt/data/rates.csv", source: "user", bytes: 6 });

  const response = await responses.create({
    model: MODEL,
    input: "Compare them.",
    tools: [{ type: "code_interpreter", container: container.id }],
    include: ["code_interpreter_call.outputs"],
  });
  const [code, message] = response.output;
  expect(code).toMatchObject({
    status: "completed",
    container_id: container.id,
    code: "read()",
    outputs: [
      { type: "logs", logs: "sales\nrates\n" },
      { type: "image", url: expect.stringMatching(/^data:image\/png;base64,iVBOR/) },
    ],
  });
  const { data } = await containers.files.list(container.id, { order: "asc" });
  expect(data.map(({ path, source }) => `${source} ${path}`)).toEqual([
    "user /mnt/data/sales.csv",
    "user /mnt/data/rates.csv",
    "assistant /mnt/data/sales-by-month.png",
    "assistant /mnt/data/made.csv",
  ]);
  const text = response.output_text;
  expect(message).toMatchObject({
    content: [
      {
        annotations: [
          { file_id: data[2]?.id, filename: "sales-by-month.png", start_index: 0, end_index: 0 },
          {
            file_id: data[3]?.id,
            filename: "made.csv",
            start_index: text.indexOf("sandbox:"),
            end_index: text.indexOf(")"),
          },
        ],
      },
    ],
  });
  const made = await containers.files.content.retrieve(data[3]!.id, { container_id: container.id });
  expect(await made.text()).toBe("made");
});

it("shares variables and files among responses that follow each other", async () => {
  let count = 0;
  const lab = await openLab({
    answers: [[cell("count()")], [say("One.")], [cell("count()")], [say("Two.")]],
    python: { "count()": (session) => session.print(`${++count}\n`) },
  });
  const first = await ask(lab, "Count.");
  const second = await ask(lab, "Again.", { previous_response_id: first.id });
  expect(containerOf(second)).toBe(containerOf(first));
  expect(lab.model.requests.at(-1)?.turns.map(({ role }) => role)).toEqual([
    ...["user", "assistant", "cell", "assistant"],
    ...["user", "assistant", "cell"],
  ]);
});

it("refuses what is not there", async () => {
  const lab = await openLab();
  const { containers, responses } = lab.openai;
  expect(await refusal(containers.retrieve("cntr_none"))).toEqual(
    refused(404, "Container with id 'cntr_none' not found."),
  );
  expect(await refusal(responses.retrieve("resp_none"))).toEqual(
    refused(404, "Response with id 'resp_none' not found."),
  );
});

describe("a container that is left alone", () => {
  it("expires after 20 minutes, with its variables, and not the files of its thread", async () => {
    let now = 1_800_000_000_000;
    const sessions = new FakeSessions({ "make()": (session) => session.write("made.csv", "made") });
    const answers = [[cell("make()")], [say("Made.")], [say("Hello again.")]];
    const lab = await openLab({ now: () => now, answers, sessions });
    const { containers, responses } = lab.openai;
    const first = await ask(lab, "Make it.");
    const id = containerOf(first);
    now += 19 * 60_000;
    expect(await containers.retrieve(id)).toMatchObject({
      status: "running",
      expires_after: { anchor: "last_active_at", minutes: 20 },
    });
    // Being asked for its files is a use.
    expect((await containers.files.list(id)).data).toHaveLength(1);
    now += 19 * 60_000;
    expect((await containers.retrieve(id)).status).toBe("running");
    now += 60_000;
    expect(await containers.retrieve(id)).toMatchObject({
      status: "expired",
      last_active_at: (now - 20 * 60_000) / 1000,
    });
    const expired = refused(400, "Container is expired.");
    const tools = [{ type: "code_interpreter" as const, container: id }];
    expect(await refusal(ask(lab, "Again.", { tools }))).toEqual(expired);
    expect(await refusal(containers.files.list(id))).toEqual(expired);
    const file = new File(["x"], "x.csv");
    expect(await refusal(containers.files.create(id, { file }))).toEqual(expired);
    expect(sessions.ended).toHaveLength(1);

    const [thread] = await lab.client.listThreads();
    expect((await lab.client.files(thread!.id)).map(({ name }) => name)).toEqual(["made.csv"]);
    // What was said is there all the same, and goes on in another container.
    expect((await responses.retrieve(first.id)).output_text).toBe("Made.");
    const second = await ask(lab, "Hello?", { previous_response_id: first.id });
    expect(second.output_text).toBe("Hello again.");
    expect((await containers.list()).data.map(({ status }) => status)).toEqual(["running", "expired"]);
  });

  it("lives as long as it was made for, and through all that it works", async () => {
    let now = 1_800_000_000_000;
    const gate = Promise.withResolvers<void>();
    const lab = await openLab({
      now: () => now,
      answers: [[cell("wait()")], [say("Done.")]],
      python: { "wait()": () => gate.promise },
    });
    const { containers } = lab.openai;
    const expires_after = { anchor: "last_active_at" as const, minutes: 1 };
    const { id } = await containers.create({ name: "short", expires_after, memory_limit: "4g" });
    const tools = [{ type: "code_interpreter" as const, container: id }];
    const response = await ask(lab, "?", { tools, background: true });
    await isRunning(lab, response.id);
    now += 5 * 60_000;
    expect(await containers.retrieve(id)).toMatchObject({
      status: "running",
      expires_after,
      memory_limit: "4g",
    });
    gate.resolve();
    for await (const _event of await lab.openai.responses.retrieve(response.id, { stream: true }));
    expect((await containers.retrieve(id)).status).toBe("running");
    now += 60_000;
    expect((await containers.retrieve(id)).status).toBe("expired");
  });

  it("has the files of earlier questions brought into the next one", async () => {
    let now = 1_800_000_000_000;
    const lab = await openLab({
      now: () => now,
      answers: [[say("One.")], [cell("read()")], [say("Two.")]],
      python: READ,
    });
    const file_id = await lab.upload("a.csv", "content");
    const content = [
      { type: "input_text" as const, text: "Look." },
      { type: "input_file" as const, file_id },
    ];
    const first = await ask(lab, [{ role: "user", content }]);
    now += 20 * 60_000;
    const second = await ask(lab, "Read it.", { previous_response_id: first.id, include: withOutputs });
    expect(second.output[0]).toMatchObject({ outputs: [{ logs: "content" }] });
  });
});

describe("files of a container", () => {
  it("come from uploads, in forms or by id, and are given under names of their own", async () => {
    const lab = await openLab();
    const { containers } = lab.openai;
    const { id } = await containers.create({ name: "c" });
    const uploaded = await lab.upload("a.csv", "one");
    await containers.files.create(id, { file_id: uploaded });
    await containers.files.create(id, { file: new File(["two"], "a.csv") });
    const { data, has_more } = await containers.files.list(id, { order: "asc", limit: 1 });
    expect([data.map(({ path }) => path), has_more]).toEqual([["/mnt/data/a.csv"], true]);
    const rest = await containers.files.list(id, { order: "asc", after: data[0]!.id });
    expect(rest.data).toMatchObject([{ path: "/mnt/data/a-2.csv", bytes: 3, source: "user" }]);
    const [second] = rest.data;
    expect(await containers.files.retrieve(second!.id, { container_id: id })).toEqual(second);
    const none = containers.files.create(id, { file_id: "file-none" });
    expect(await refusal(none)).toMatchObject({ status: 404, message: "No such File object: file-none" });
  });

  it("are taken out for Python and for clients, while uploads stay", async () => {
    const lab = await openLab({
      answers: [[cell("make()")], [say("Made.")], [cell("list()")], [say("Gone.")]],
      python: {
        "make()": (session) => session.write("made.csv", "made"),
        "list()": async (session) => session.print((await readdir(session.dataDir)).join()),
      },
    });
    const { containers } = lab.openai;
    const uploaded = await lab.upload("a.csv", "one");
    const { id: container_id } = await containers.create({ name: "c", file_ids: [uploaded] });
    const tools = [{ type: "code_interpreter" as const, container: container_id }];
    await ask(lab, "Make it.", { tools });
    const { data } = await containers.files.list(container_id);
    expect(data.map(({ path }) => path)).toEqual(["/mnt/data/made.csv", "/mnt/data/a.csv"]);
    for (const { id } of data) await containers.files.delete(id, { container_id });
    expect((await containers.files.list(container_id)).data).toEqual([]);
    expect(await refusal(containers.files.retrieve(data[0]!.id, { container_id }))).toMatchObject({
      status: 404,
    });
    const response = await ask(lab, "What is there?", { tools, include: withOutputs });
    expect(response.output[0]).toMatchObject({ outputs: [] });
    expect((await lab.openai.files.retrieve(uploaded)).filename).toBe("a.csv");
  });

  it("can be had in each version that was cited", async () => {
    const lab = await openLab({
      answers: [[cell("first()")], [say("One.")], [cell("second()")], [say("Two.")]],
      python: {
        "first()": (session) => session.write("a.csv", "old"),
        "second()": (session) => session.write("a.csv", "newer"),
      },
    });
    const { containers } = lab.openai;
    const first = await ask(lab, "?");
    const second = await ask(lab, "?", { previous_response_id: first.id });
    const container_id = containerOf(first);
    const contents = [first, second].map(async (response) => {
      const { file_id } = citationsIn(response)[0]!;
      return (await containers.files.content.retrieve(file_id, { container_id })).text();
    });
    expect(await Promise.all(contents)).toEqual(["old", "newer"]);
    expect((await containers.files.list(container_id)).data).toMatchObject([{ bytes: 5 }]);
  });

  it("are not removed through a link that code has put in the place of a folder", async () => {
    const outside = await temporaryFolder();
    await writeFile(join(outside, "precious.csv"), "precious");
    const lab = await openLab({
      answers: [[cell("make()")], [say("Made.")], [cell("swap()")], [say("Swapped.")]],
      python: {
        "make()": (session) => session.write("sub/precious.csv", "made"),
        "swap()": async ({ dataDir }) => {
          await rm(join(dataDir, "sub"), { recursive: true });
          await symlink(outside, join(dataDir, "sub"));
        },
      },
    });
    const first = await ask(lab, "?");
    await ask(lab, "?", { previous_response_id: first.id });
    const container_id = containerOf(first);
    const [file] = (await lab.openai.containers.files.list(container_id)).data;
    await lab.openai.containers.files.delete(file!.id, { container_id });
    expect(await readFile(join(outside, "precious.csv"), "utf8")).toBe("precious");
  });
});

it("is deleted with its files, unless responses are in it, which stay", async () => {
  const lab = await openLab({
    answers: [[cell("make()")], [say("Made.")]],
    python: { "make()": (p) => p.write("a", "a") },
  });
  const { containers, responses } = lab.openai;
  const empty = await containers.create({ name: "empty" });
  await containers.files.create(empty.id, { file: new File(["x"], "x.csv") });
  await containers.delete(empty.id);
  expect(await refusal(containers.retrieve(empty.id))).toMatchObject({ status: 404 });
  expect(await lab.client.listThreads()).toEqual([]);
  expect((await lab.openai.files.list()).data).toEqual([]);

  const response = await ask(lab, "?");
  const container = containerOf(response);
  await containers.delete(container);
  expect(await refusal(containers.files.list(container))).toEqual(
    refused(404, `Container with id '${container}' not found.`),
  );
  expect((await responses.retrieve(response.id)).output_text).toBe("Made.");
});

it("is found in the list by its name", async () => {
  const lab = await openLab();
  const { containers } = lab.openai;
  for (const name of ["a", "b", "a"]) await containers.create({ name });
  expect((await containers.list()).data.map(({ name }) => name)).toEqual(["a", "b", "a"]);
  expect((await containers.list({ name: "a" })).data).toHaveLength(2);
  const all: string[] = [];
  for await (const { name } of containers.list({ limit: 1, order: "asc" })) all.push(name);
  expect(all).toEqual(["a", "b", "a"]);
});

function citationsIn({ output }: Response) {
  const parts = output.flatMap((item) => (item.type === "message" ? item.content : []));
  const annotations = parts.flatMap((part) => (part.type === "output_text" ? part.annotations : []));
  return annotations.filter((annotation) => annotation.type === "container_file_citation");
}
