import type { Context } from "hono";
import { HTTPException } from "hono/http-exception";
import { z } from "zod";
import { InterpreterError, sentenceOf } from "../base/errors.ts";
import type { Log } from "../base/log.ts";

/** A failure in the API's own shape and wording. */
export class ApiError extends Error {
  readonly status: 400 | 401 | 404 | 413 | 500 | 507;
  readonly param: string | null;
  readonly code: string | null;

  constructor(status: ApiError["status"], message: string, details: { param?: string; code?: string } = {}) {
    super(message);
    this.status = status;
    this.param = details.param ?? null;
    this.code = details.code ?? null;
  }
}

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
  if (error instanceof z.ZodError) return fromZod(error);
  if (error instanceof SyntaxError) {
    return new ApiError(400, "We could not parse the JSON body of your request.");
  }
  if (error instanceof InterpreterError) return new ApiError(500, sentenceOf(error), { code: error.code });
  if ("code" in error && error.code === "ENOSPC") {
    return new ApiError(507, "The disk is full. Nothing was changed. Free some space and try again.");
  }
  return new ApiError(500, "The service met an error it did not expect; its log has the details.");
}

function fromZod(error: z.ZodError): ApiError {
  const issue = error.issues[0];
  const param = issue?.path.join(".") ?? "";
  if (issue?.code === "invalid_type" && issue.input === undefined) {
    return new ApiError(400, `Missing required parameter: '${param}'.`, {
      param,
      code: "missing_required_parameter",
    });
  }
  if (issue?.code === "invalid_type") {
    const expected = issue.expected === "record" ? "object" : issue.expected;
    return new ApiError(
      400,
      `Invalid type for '${param}': expected ${withArticle(expected)}, but got ${typeOf(issue.input)} instead.`,
      { param, code: "invalid_type" },
    );
  }
  return new ApiError(400, `Invalid value for '${param}': ${issue?.message ?? "not accepted"}.`, {
    param,
    code: "invalid_value",
  });
}

function typeOf(value: unknown): string {
  if (value === null) return "null";
  // JSON has no NaN: it is what became of words in a query where a number was expected.
  if (Number.isNaN(value)) return "a string";
  return withArticle(Array.isArray(value) ? "array" : typeof value);
}

function withArticle(noun: string): string {
  return `${/^[aeiou]/.test(noun) ? "an" : "a"} ${noun}`;
}
