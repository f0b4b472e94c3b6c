/** Fields of a log line. Code, outputs and questions never go in: write their lengths. */
export type LogFields = Record<string, string | number | boolean | undefined>;

/** Event names with fields; a sink decides where the line goes. */
export interface Log {
  info(event: string, fields?: LogFields): void;
  error(event: string, error: unknown, fields?: LogFields): void;
}

// Anything that looks like a credential, whatever field it came in.
const SECRET =
  /\b(?:sk-[\w-]{8,}|Bearer\s+[\w.~+/-]{8,}=*|(?:api[-_]?key|token|password|secret)["'\\]*\s*[:=]\s*["'\\]*[\w.~+/-]{8,}=*)/gi;

/** A log that writes single lines to `write`, with secrets taken out at this last point. */
export function lineLog(write: (line: string) => void): Log {
  const line = (level: string, event: string, fields: LogFields = {}): void => {
    const pairs = Object.entries(fields)
      .filter(([, value]) => value !== undefined)
      .map(([key, value]) => `${key}=${JSON.stringify(value)}`);
    write([level, event, ...pairs].join(" ").replace(SECRET, "[secret]"));
  };
  return {
    info: (event, fields) => line("info", event, fields),
    error: (event, error, fields) =>
      line("error", event, { ...fields, error: error instanceof Error ? error.message : String(error) }),
  };
}

/** For tests and for callers that keep no log. */
export const silentLog: Log = { info: () => {}, error: () => {} };
