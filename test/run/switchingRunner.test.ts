import { expect, it } from "vitest";
import type { SessionState } from "../../src/domain/session.ts";
import type { RunContext, Runner } from "../../src/run/runner.ts";
import { SwitchingRunner } from "../../src/run/switchingRunner.ts";

const state = (runtime: string, endsAt: number): SessionState => ({ runtime, isolation: [], endsAt });

function runnerOf(name: string, done: string[], session: SessionState | null): Runner {
  return {
    run: ({ runId }) => Promise.resolve(void done.push(`${name} ${runId}`)),
    session: () => session,
    endSession: (threadId) => Promise.resolve(void done.push(`${name} ends ${threadId}`)),
  };
}

it("has each run carried out by the runner that is chosen for it", async () => {
  const done: string[] = [];
  const here = runnerOf("here", done, state("Python", 30));
  const there = runnerOf("there", done, state("container", 20));
  let chosen = here;
  const runner = new SwitchingRunner([here, there], () => Promise.resolve(chosen));
  const inT = (runId: string) => ({ threadId: "t", runId }) as RunContext;
  await runner.run(inT("1"));
  expect(runner.session("t")?.runtime).toBe("Python");
  chosen = there;
  await runner.run(inT("2"));
  expect(runner.session("t")?.runtime).toBe("container");
  await runner.endSession("t");
  expect(done).toEqual(["here 1", "there 2", "here ends t", "there ends t"]);
});
