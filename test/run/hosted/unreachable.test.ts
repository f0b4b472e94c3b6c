import { once } from "node:events";
import { createServer, type RequestListener } from "node:http";
import { createServer as createSecureServer } from "node:https";
import { type AddressInfo, createServer as createTcpServer } from "node:net";
import { getCACertificates, setDefaultCACertificates } from "node:tls";
import { describe, expect, it, onTestFinished } from "vitest";
import { testConnection } from "../../../src/run/hosted/testConnection.ts";
import { certificateFor } from "./certificate.ts";
import { assistants, KEY, openai, openServer, problemIn, seen, serving } from "./testedServer.ts";

describe("no answer comes:", () => {
  it("no such host", async () => {
    const fetch = () =>
      Promise.reject(
        new TypeError("fetch failed", { cause: Object.assign(new Error("no"), { code: "ENOTFOUND" }) }),
      );
    expect(problemIn(await testConnection(openai("https://api.opneai.example"), KEY, { fetch }))).toBe(
      "There is no host called api.opneai.example. → Check the address for typing errors, and whether a VPN is needed.",
    );
  });

  it("nothing listens there", async () => {
    const server = createTcpServer().listen(0, "127.0.0.1");
    await once(server, "listening");
    const { port } = server.address() as AddressInfo;
    server.close();
    await once(server, "close");
    expect(problemIn(await testConnection(openai(`http://127.0.0.1:${port}`), KEY))).toContain(
      "nothing listens there",
    );
  });

  it("in time", async () => {
    const origin = await serving(createServer(() => {}));
    expect(problemIn(await testConnection(openai(origin), KEY, { timeout: 50 }))).toContain(
      "did not answer in time",
    );
  });

  it("at all: the connection is closed", async () => {
    const origin = await serving(createServer((request) => request.socket.destroy()));
    expect(problemIn(await testConnection(openai(origin), KEY))).toContain(
      "closed the connection without an answer",
    );
  });

  it("from an address that is none", async () => {
    for (const address of ["", "api.openai.com", "file:///etc/passwd", "ftp://x"]) {
      expect(problemIn(await testConnection({ ...openai(""), baseURL: address }, KEY))).toContain(
        "is no address",
      );
    }
  });
});

describe("the certificate is", () => {
  const secure = (made: { key: string; cert: string }): Promise<string> => {
    const answer: RequestListener = (_request, response) => void response.end("{}");
    return serving(createSecureServer(made, answer), "localhost", "https");
  };
  const trust = (cert: string): void => {
    const before = getCACertificates("default");
    setDefaultCACertificates([...before, cert]);
    onTestFinished(() => setDefaultCACertificates(before));
  };

  it("signed by nobody known", async () => {
    const origin = await secure(certificateFor("localhost"));
    expect(problemIn(await testConnection(openai(origin), KEY))).toMatch(
      /signed by nobody.*NODE_EXTRA_CA_CERTS/,
    );
  });

  it.each([
    ["expired", "localhost", -500, /has expired\. → .*clock/],
    ["not valid yet", "localhost", 30, /is not valid yet\. → .*clock/],
    ["that of another host", "other.example", -1, /not one of localhost:\d+\. → .*typing errors/],
  ])("%s", async (_, host, fromDays, problem) => {
    const made = certificateFor(host, fromDays);
    trust(made.cert);
    expect(problemIn(await testConnection(openai(await secure(made)), KEY))).toMatch(problem);
  });

  it("not there: the port speaks plain HTTP, or HTTPS where HTTP was asked for", async () => {
    const plain = await openServer();
    expect(problemIn(await testConnection(openai(plain.replace("http:", "https:")), KEY))).toContain(
      "does not speak HTTPS",
    );
    const secured = (await secure(certificateFor("localhost"))).replace("https:", "http:");
    expect(problemIn(await testConnection(openai(secured), KEY))).toContain("https:// in place of http://");
  });
});

describe("something else answers:", () => {
  it.each([
    ["a page", 200],
    ["a page that says no", 403],
    ["a gateway's page", 502],
  ])("%s", async (_, status) => {
    const page = { status, body: "<!DOCTYPE html><title>Sign in</title>" };
    const origin = await openServer({ "/v1/responses/input_tokens": page, "/v1/assistants": page });
    for (const connection of [openai(origin), assistants(origin)]) {
      const problem = problemIn(await testConnection(connection, KEY));
      expect(problem).toMatch(
        /^A web page answered in the place of 127\.0\.0\.1:\d+'s API\..*proxy or a sign-in page/,
      );
      expect(problem).not.toContain("<");
    }
  });

  it("an address that sends on to another: the key does not go there", async () => {
    const elsewhere = await openServer();
    const requests = seen.length;
    const origin = await serving(
      createServer((_request, response) => void response.writeHead(307, { location: elsewhere }).end()),
    );
    expect(problemIn(await testConnection(openai(origin), KEY))).toContain("A web page answered");
    expect(seen).toHaveLength(requests);
  });

  it("a server of something else, in JSON", async () => {
    const origin = await openServer({ "/v1/assistants": { body: { hello: "world" } } });
    expect(problemIn(await testConnection(assistants(origin), KEY))).toContain("A web page answered");
  });
});
