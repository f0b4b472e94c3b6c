const MAX_LENGTH = 400;

/** Whether it is a web page, possibly behind a status, which proxies like to answer with. */
export function isWebPage(text: string): boolean {
  return /^(\d+ )?\s*</.test(text);
}

/** What an error that a server sent says: its message in one line, or that a web page came. */
export function wordsOf(
  { message, status }: { message: string; status?: number | undefined },
  secret: string | undefined,
): string {
  return isWebPage(message) ? `${status ?? "an error"} and a web page` : oneLine(message, secret);
}

/** What a server said, in one line, without `secret` and without a full stop, cut where it is long. */
export function oneLine(text: string, secret: string | undefined): string {
  const told = secret === undefined ? text : text.replaceAll(secret, "[key]");
  const line = told.replace(/\s+/g, " ").replace(/[. ]+$/, "");
  return line.length > MAX_LENGTH ? `${line.slice(0, MAX_LENGTH)}…` : line;
}
