interface Page {
  /** What the content security policy allows to load from. */
  readonly source: string;
  readonly scriptUri: string;
  readonly styleUri: string;
  readonly nonce: string;
}

/** The panel's page: it may load our files and pictures, run our script, and nothing else. */
export function pageHtml({ source, scriptUri, styleUri, nonce }: Page): string {
  const csp = [
    "default-src 'none'",
    `img-src ${source} blob:`,
    `style-src ${source}`,
    `font-src ${source}`,
    `script-src 'nonce-${nonce}'`,
  ].join("; ");
  return `<!DOCTYPE html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta http-equiv="Content-Security-Policy" content="${csp}" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <link rel="stylesheet" href="${styleUri}" />
    <title>Interpreter</title>
  </head>
  <body>
    <div id="root"></div>
    <script nonce="${nonce}" src="${scriptUri}"></script>
  </body>
</html>`;
}
