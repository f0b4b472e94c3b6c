import { expect, it } from "vitest";
import { retryAfterMs } from "../../src/run/retryAfter.ts";

it.each([
  [{}, null],
  [{ "retry-after": "2" }, 2000],
  [{ "retry-after": "0.5" }, 500],
  [{ "retry-after-ms": "7", "retry-after": "2" }, 7],
  [{ "retry-after": "Thu, 01 Jan 1970 00:00:00 GMT" }, 0],
  [{ "retry-after": "soon" }, null],
  [{ "retry-after": "-3" }, 0],
])("reads %o", (headers, waitMs) => {
  expect(retryAfterMs(new Headers(headers as Record<string, string>))).toBe(waitMs);
});
