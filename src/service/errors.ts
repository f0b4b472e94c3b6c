import type { Context } from "hono";
import { HTTPException } from "hono/http-exception";
import { z } from "zod";
import { InterpreterError, sentenceOf } from "../base/errors.ts";
import type { Log } from "../base/log.ts";
import { explainIssue } from "./zodErrors.ts";

/** A failure in the API's own shape and wording. */
export class ApiError extends Error {
  readonly status: 400 | 401 | 404 | 413 | 500 | 503 | 507;
  readonly param: string | null;
  readonly code: string | null;

  constructor(status: ApiError["status"], message: string, details: { param?: string; code?: string } = {}) {
    super(message);
    this.status = status;
    this.param = details.param ?? null;
    this.code = details.code ?? null;
  }
}

/** A run of the thread works. */
export class BusyError extends ApiError {}

/** The one place where what was thrown becomes a response. Only what is meant for people goes out. */
export function errorResponse(error: Error, c: Context, log: Log): Response {
  if (error instanceof HTTPException) return error.getResponse();
  const { status, message, param, code } = toApiError(error);
  if (status >= 500) log.error("request failed", error, { path: c.req.path });
  const type = status >= 500 ? "server_error" : "invalid_request_error";
  return c.json({ error: { message, type, param, code } }, status);
}

function toApiError(error: Error): ApiError {
  if (error instanceof ApiError) return error;
  if (error instanceof z.ZodError) {
    const { message, ...details } = explainIssue(error.issues[0]);
    return new ApiError(400, message, details);
  }
  if (error instanceof SyntaxError) {
    return new ApiError(400, "We could not parse the JSON body of your request.");
  }
  if (isDiskFull(error)) {
    return new ApiError(507, "The disk is full. Nothing was changed. Free some space and try again.", {
      code: "disk_full",
    });
  }
  if (error instanceof InterpreterError) return new ApiError(500, sentenceOf(error), { code: error.code });
  return new ApiError(500, "The service met an error it did not expect; its log has the details.");
}

const SQLITE_FULL = 13;

/** Of a file system or of the database. */
export function isDiskFull(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return (
    ("code" in error && (error.code === "ENOSPC" || error.code === "EDQUOT")) ||
    ("errcode" in error && error.errcode === SQLITE_FULL)
  );
}
