import { Hono } from "hono";
import type { Log } from "../base/log.ts";
import { ApiError, errorResponse } from "./errors.ts";
import type { Questions } from "./questions.ts";
import { additionsRoutes } from "./routes/additions.ts";
import { assistantsRoutes } from "./routes/assistants.ts";
import { containerFilesRoutes } from "./routes/containerFiles.ts";
import { containersRoutes } from "./routes/containers.ts";
import { conversationsRoutes } from "./routes/conversations.ts";
import { filesRoutes } from "./routes/files.ts";
import { importRoutes } from "./routes/import.ts";
import { messagesRoutes } from "./routes/messages.ts";
import { queueRoutes } from "./routes/queue.ts";
import { responsesRoutes } from "./routes/responses.ts";
import { runsRoutes } from "./routes/runs.ts";
import { sessionRoutes } from "./routes/session.ts";
import { threadAndRunRoutes } from "./routes/threadAndRun.ts";
import { threadsRoutes } from "./routes/threads.ts";
import type { RunParts } from "./startRun.ts";
import { NO_FILE_SEARCH } from "./tools.ts";
import { apiVersion, betaHeader } from "./versions.ts";

interface Parts extends RunParts {
  questions: Questions;
  diagnostics: Log;
}

/** The Assistants API v2 and the Responses API as a function from a Request to a Response; it needs no port. */
export function createApp(parts: Parts): Hono {
  const api = apiOf(parts);
  const app = new Hono();
  app.use("/openai/*", apiVersion);
  for (const prefix of ["/v1", "/openai/v1", "/openai"]) app.route(prefix, api);
  app.notFound((c) => {
    throw new ApiError(404, `Unknown request URL: ${c.req.method} ${c.req.path}.`);
  });
  app.onError((error, c) => errorResponse(error, c, parts.diagnostics));
  return app;
}

function apiOf(parts: Parts): Hono {
  const { store, questions, now } = parts;
  const api = new Hono();
  api.route("/files", filesRoutes(store, now));
  api.route("/responses", responsesRoutes(parts));
  api.route("/containers", containersRoutes(parts));
  api.route("/containers", containerFilesRoutes(parts));
  api.route("/conversations", conversationsRoutes(parts));
  // Ours, for which no client sends the header.
  api.route("/threads", additionsRoutes(parts));
  api.route("/threads", sessionRoutes(parts));
  api.route("/threads", importRoutes(parts));
  api.route("/threads", queueRoutes(store, questions));
  api.all("/vector_stores/*", () => {
    throw new ApiError(400, NO_FILE_SEARCH, { code: "unsupported_tool" });
  });
  for (const resource of ["/assistants", "/threads"]) {
    api.use(resource, betaHeader);
    api.use(`${resource}/*`, betaHeader);
  }
  api.route("/assistants", assistantsRoutes(store, now));
  api.route("/threads", threadAndRunRoutes(parts));
  api.route("/threads", threadsRoutes(parts));
  api.route("/threads", messagesRoutes(parts));
  api.route("/threads", runsRoutes(parts));
  return api;
}
