import type { ResponseStreamEvent } from "openai/resources/responses/responses";
import { expect, it } from "vitest";
import { say } from "../../fakes/scriptedModel.ts";
import { type Lab, openLab, temporaryFolder } from "../lab.ts";
import { start } from "../otherProcess.ts";
import { ask, containerOf } from "./tools.ts";

const CLOSED = "The program was closed while this run worked. What it had made is kept: ask again to go on.";

it("keeps what a response had when its program dies in mid-code, and goes on from there", async () => {
  const folder = await temporaryFolder();
  const other = await respondElsewhere(folder);
  await other.kill();
  const lab = await openLab({ folder, answers: [[say("Now.")]] });
  const response = await lab.openai.responses.retrieve(other.id);
  expect(response).toMatchObject({
    status: "failed",
    error: { code: "server_error", message: CLOSED },
    output: [
      { status: "completed", code: "work()" },
      { status: "completed", content: [{ text: "Half " }] },
      { status: "failed", code: "loop()" },
    ],
  });
  const all = await collect(lab, other.id);
  // What was seen before is seen again, with the same numbers, and then how it ended.
  expect(all.slice(0, other.seen.length)).toEqual(other.seen);
  expect(all.at(-1)?.type).toBe("response.failed");
  expect(await collect(lab, other.id, other.seen.length - 1)).toEqual(all.slice(other.seen.length));

  const files = await lab.openai.containers.files.list(containerOf(response));
  expect(files.data).toMatchObject([{ path: "/mnt/data/made.csv" }]);
  const next = await ask(lab, "Again?", { previous_response_id: other.id });
  expect(next).toMatchObject({ status: "completed", output_text: "Now." });
});

it("follows and cancels a response that another living process carries out", async () => {
  const folder = await temporaryFolder();
  const other = await respondElsewhere(folder);
  const lab = await openLab({ folder });
  const following = collect(lab, other.id, other.seen.length - 1);
  expect((await lab.openai.responses.cancel(other.id)).status).toBe("cancelled");
  const rest = await following;
  expect(rest[0]?.sequence_number).toBe(other.seen.length);
  expect(rest.at(-1)).toMatchObject({ type: "response.incomplete", response: { status: "cancelled" } });
});

it("tells those who follow a response that its process has died", async () => {
  const folder = await temporaryFolder();
  const lab = await openLab({ folder });
  const other = await respondElsewhere(folder);
  const following = collect(lab, other.id);
  await other.kill();
  expect((await following).at(-1)?.type).toBe("response.failed");
});

/** A response of another process, as soon as its second cell runs. */
async function respondElsewhere(folder: string) {
  const other = start(new URL("./respondingProcess.ts", import.meta.url), [folder]);
  const seen: ResponseStreamEvent[] = [];
  const reached = Promise.withResolvers<void>();
  other.lines.on("line", (line) => {
    const event = JSON.parse(line) as ResponseStreamEvent;
    seen.push(event);
    if (event.type.endsWith(".interpreting") && "output_index" in event && event.output_index === 2) {
      reached.resolve();
    }
  });
  void other.gone.then(() => reached.reject(new Error("The process ended too early.")));
  await reached.promise;
  const [first] = seen;
  return {
    kill: other.kill,
    seen: [...seen],
    id: first?.type === "response.created" ? first.response.id : "",
  };
}

async function collect({ openai }: Lab, id: string, after?: number): Promise<ResponseStreamEvent[]> {
  const query = { stream: true as const, ...(after === undefined ? {} : { starting_after: after }) };
  const events: ResponseStreamEvent[] = [];
  for await (const event of await openai.responses.retrieve(id, query)) events.push(event);
  return events;
}
