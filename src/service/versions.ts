import type { MiddlewareHandler } from "hono";
import { ApiError } from "./errors.ts";

const OLDEST = "2024-02-15";
const NO_HEADER =
  "You must provide the 'OpenAI-Beta' header to access the Assistants API. Please try again by setting the header 'OpenAI-Beta: assistants=v2'.";

/** OpenAI's own path: the header that marks these parts of the API. Azure's paths do without. */
export const betaHeader: MiddlewareHandler = async (c, next) => {
  const isOpenAi = c.req.path.startsWith("/v1/");
  const header = c.req.header("openai-beta") ?? "";
  if (isOpenAi && !/\bassistants=v[12]\b/.test(header)) {
    throw new ApiError(400, NO_HEADER, { code: "invalid_beta" });
  }
  return next();
};

/** Azure's paths: the version of the API, from the first one with version 2 of assistants on. */
export const apiVersion: MiddlewareHandler = async (c, next) => {
  const version = c.req.query("api-version");
  if (c.req.path.startsWith("/openai/v1/")) return next();
  if (version === undefined || version === "") {
    return c.json(
      azureError(
        "MissingApiVersionParameter",
        "The api-version query parameter (?api-version=) is required for all requests.",
      ),
      400,
    );
  }
  const [, date] = /^(\d{4}-\d{2}-\d{2})(?:-preview)?$/.exec(version) ?? [];
  if (date === undefined) {
    const message = `The api-version '${version}' is invalid. The format must be 'YYYY-MM-DD' or 'YYYY-MM-DD-preview'.`;
    return c.json(azureError("InvalidApiVersionParameter", message), 400);
  }
  if (date < OLDEST) {
    const message = `The api-version '${version}' is not supported. Use '${OLDEST}-preview' or a later one.`;
    return c.json(azureError("InvalidApiVersionParameter", message), 400);
  }
  return next();
};

function azureError(code: string, message: string) {
  return { error: { code, message } };
}
