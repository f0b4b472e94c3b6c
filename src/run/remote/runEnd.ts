import type { RunChange, RunEnd } from "../../domain/event.ts";
import { runErrorOf } from "../runError.ts";
import type { Run } from "./objects.ts";

export type Ended = Omit<Extract<RunChange, { type: "run.ended" }>, "type" | "runId">;

/** How the run there ended, as the end of the one here. */
export function endOf(run: Run, host: string): Ended {
  const end = ends(run.status);
  const reason = run.incomplete_details?.reason;
  return {
    end,
    ...(end === "failed" ? { error: errorOf(run, host) } : {}),
    ...(reason === "max_prompt_tokens" || reason === "max_completion_tokens" ? { reason } : {}),
    ...usageOf(run),
  };
}

function ends(status: string): RunEnd {
  switch (status) {
    case "completed":
    case "cancelled":
    case "incomplete":
    case "expired":
      return status;
    default:
      return "failed";
  }
}

function errorOf({ id, status, last_error: error }: Run, host: string): NonNullable<Ended["error"]> {
  const said = error?.message ?? `The run ended as ${JSON.stringify(status)}.`;
  const code = error?.code === "rate_limit_exceeded" ? error.code : "server_error";
  return { code, message: `${said} (${host}, ${id})` };
}

function usageOf({ usage }: Run): Pick<Ended, "usage"> {
  if (usage === undefined || usage === null) return {};
  return { usage: { promptTokens: usage.prompt_tokens, completionTokens: usage.completion_tokens } };
}

/** The end of a run that met an error. */
export function failure(error: unknown): Ended {
  return { end: "failed", error: runErrorOf(error) };
}
