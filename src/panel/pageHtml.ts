interface PageParts {
  /** Where the page may load from, as the webview names it. */
  readonly cspSource: string;
  /** Random; the only script that runs carries it. */
  readonly nonce: string;
  readonly script: string;
  readonly style: string;
  /** BCP 47, e.g. "ko". */
  readonly language: string;
  /** English text to translated text. */
  readonly translations: Readonly<Record<string, string>>;
}

/** The page before its script runs. What it shows comes in messages. */
export function pageHtml({ cspSource, nonce, script, style, language, translations }: PageParts): string {
  const csp = [
    "default-src 'none'",
    `img-src ${cspSource} blob:`,
    `style-src ${cspSource}`,
    `font-src ${cspSource}`,
    `script-src 'nonce-${nonce}'`,
  ].join("; ");
  return `<!DOCTYPE html>
<html lang="${attribute(language)}">
  <head>
    <meta charset="utf-8" />
    <meta http-equiv="Content-Security-Policy" content="${csp}" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <link rel="stylesheet" href="${attribute(style)}" />
    <title>Interpreter</title>
  </head>
  <body>
    <div id="root"></div>
    <script type="application/json" id="translations">${embedded(translations)}</script>
    <script nonce="${nonce}" src="${attribute(script)}"></script>
  </body>
</html>`;
}

// "</script>" in a translation must not end the element.
function embedded(value: unknown): string {
  return JSON.stringify(value).replaceAll("<", "\\u003c");
}

function attribute(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll('"', "&quot;").replaceAll("<", "&lt;");
}
