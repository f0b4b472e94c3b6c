import { expect, it } from "vitest";
import { pageHtml } from "../../src/panel/pageHtml.ts";

const PARTS = {
  cspSource: "https://webview",
  nonce: "once",
  script: "https://webview/main.js",
  style: "https://webview/main.css",
  language: "ko",
  translations: {},
};

it("the page lets nothing run or load but its own", () => {
  const csp = /content="(default-src[^"]*)"/.exec(pageHtml(PARTS))?.[1];
  expect(csp).toBe(
    "default-src 'none'; img-src https://webview blob:; style-src https://webview; font-src https://webview; script-src 'nonce-once'",
  );
});

it("no translation or language ends what holds it", () => {
  const html = pageHtml({ ...PARTS, language: 'ko"><x', translations: { "New thread": "</script><!--" } });
  expect(html).toContain('<html lang="ko&quot;>&lt;x">');
  const embedded = /id="translations">(.*?)<\/script>/.exec(html)?.[1];
  expect(JSON.parse(embedded ?? "")).toEqual({ "New thread": "</script><!--" });
});
