import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { InterpreterError, sentenceOf } from "../../../src/base/errors.ts";
import { ChatCompletionsModel } from "../../../src/models/chat/chatCompletionsModel.ts";
import {
  answer,
  API_KEY,
  beginStream,
  type Endpoint,
  event,
  inShort,
  openEndpoint,
  refuse,
  request,
  say,
  stream,
} from "./endpoint.ts";

let endpoint: Endpoint;
beforeEach(async () => (endpoint = await openEndpoint()));
afterEach(() => endpoint.close());

/** The sentence for a person about an answer that fails. */
async function complaint(): Promise<string> {
  const error: unknown = await answer(endpoint).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(InterpreterError);
  expect(error).toMatchObject({ kind: "upstream" });
  expect(sentenceOf(error)).not.toContain(API_KEY);
  return sentenceOf(error);
}

describe("a refusal is told in a sentence, with what to do:", () => {
  it.each([
    [401, `Incorrect API key provided: ${API_KEY}.`, /Incorrect API key.* Set the API key again\.$/],
    [403, "Not for you", /Not for you.* Check whether the key may use this model\.$/],
    [404, "The model `x` does not exist", /The model `x` does not exist.* Check the endpoint/],
    [429, "Rate limit reached", /Rate limit reached.* Wait a little, or check the quota\.$/],
    [500, "The server had an error", /The server had an error.* ask again\.$/],
  ])("%i", async (status, message, sentence) => {
    endpoint.reply(refuse(status, message));
    expect(await complaint()).toMatch(sentence);
  });

  it("also when it comes as a web page, which is not shown", async () => {
    endpoint.reply((response) => {
      response.writeHead(404, { "content-type": "text/html" });
      response.end(`<!DOCTYPE html><html><body>${"<p>Not here</p>".repeat(50)}</body></html>`);
    });
    const sentence = await complaint();
    expect(sentence).not.toContain("<");
    expect(sentence).toContain("404");
  });

  it("also in the middle of an answer", async () => {
    endpoint.reply(stream(say("I"), { error: { message: "The model is overloaded" } }));
    expect(await complaint()).toContain("The model is overloaded");
  });
});

describe("a connection that fails is told in a sentence:", () => {
  it("nobody there", async () => {
    await endpoint.close();
    expect(await complaint()).toBe(
      `The model's endpoint ${endpoint.baseURL} cannot be reached. Is the server running, and the setting right?`,
    );
    endpoint = await openEndpoint();
  });

  it("cut in the middle of an answer", async () => {
    endpoint.reply((response) => {
      beginStream(response);
      response.write(event(say("Half an")), () => response.destroy());
    });
    expect(await complaint()).toBe(
      `The connection to the model's endpoint ${endpoint.baseURL} broke off in the middle of an answer. What was done so far is kept; ask again.`,
    );
  });

  it("an answer that is no stream of JSON", async () => {
    endpoint.reply((response) => {
      beginStream(response);
      response.end("data: {broken\n\n");
    });
    expect(await complaint()).toMatch(/broke off in the middle/);
  });

  it("an address that is none", async () => {
    const model = new ChatCompletionsModel({ baseURL: "nonsense", model: "m", apiKey: API_KEY });
    await expect(answer({ model })).rejects.toThrow("The model's endpoint nonsense cannot be reached.");
  });
});

it("what was said before a failure has been handed on", async () => {
  endpoint.reply(stream(say("Half an"), { error: { message: "over" } }));
  const said: string[] = [];
  const listen = async (): Promise<void> => {
    for await (const piece of endpoint.model.respond(request(), new AbortController().signal)) {
      if (piece.type === "text") said.push(piece.delta);
    }
  };
  await expect(listen()).rejects.toThrow("over");
  expect(said).toEqual(["Half an"]);
});

it("a request that is sent on to another address is not: it would get the key and the question", async () => {
  const other = await openEndpoint();
  endpoint.reply((response) => {
    response.writeHead(307, { location: `${other.baseURL}/chat/completions` });
    response.end();
  });
  expect(await complaint()).toMatch(/307.* It sends requests on to another address: check the endpoint\.$/);
  expect(other.received).toEqual([]);
  await other.close();
});

it("a hiccup of the server is not noticed", async () => {
  endpoint.reply(
    (response) => {
      response.writeHead(503, { "retry-after-ms": "1" });
      response.end();
    },
    stream(say("Hi")),
  );
  expect(inShort(await answer(endpoint)).text).toBe("Hi");
});

describe("stopping", () => {
  it("in the middle of an answer ends it as stopped and closes the request", async () => {
    const stop = new AbortController();
    endpoint.reply((response) => {
      beginStream(response);
      response.write(event(say("Half an")));
    });
    const listen = async (): Promise<void> => {
      for await (const piece of endpoint.model.respond(request(), stop.signal)) {
        if (piece.type === "text") stop.abort();
      }
    };
    await expect(listen()).rejects.toMatchObject({ name: "AbortError" });
    await endpoint.received[0]?.closed;
  });

  it("before the answer begins asks nothing", async () => {
    const asked = answer(endpoint, request(), AbortSignal.abort());
    await expect(asked).rejects.toMatchObject({ name: "AbortError" });
    expect(endpoint.received).toEqual([]);
  });

  it("to listen closes the request as well", async () => {
    endpoint.reply((response) => {
      beginStream(response);
      response.write(event(say("Half an")));
    });
    for await (const piece of endpoint.model.respond(request(), new AbortController().signal)) {
      expect(piece).toEqual({ type: "text", delta: "Half an" });
      break;
    }
    await endpoint.received[0]?.closed;
  });
});
