import * as vscode from "vscode";
import { cancelled, sentenceOf } from "../../base/errors.ts";
import { t } from "../../base/l10n.ts";
import type { Access, Opened } from "../../domain/connection.ts";

/** What a test found out: what works, and what does not, with what to do about it. */
export interface TestResult {
  readonly ok: boolean;
  readonly findings: readonly {
    readonly what: string;
    readonly isProblem: boolean;
    readonly action?: string;
  }[];
}

/** Tries a connection out; changes nothing there. */
export type ConnectionTest = (opened: Opened, signal: AbortSignal) => Promise<TestResult>;

/** Runs the test while the person sees that it runs. Throws the silent error when it is cancelled. */
export async function testVisibly(
  test: ConnectionTest,
  name: string,
  connection: Opened["connection"],
  access: () => Promise<Access>,
): Promise<TestResult> {
  const location = vscode.ProgressLocation.Notification;
  const title = t("Testing {0}…", name);
  return vscode.window.withProgress({ location, title, cancellable: true }, async (_, token) => {
    const stop = new AbortController();
    token.onCancellationRequested(() => stop.abort());
    try {
      return await test({ connection, access: await access() }, stop.signal);
    } catch (error) {
      if (stop.signal.aborted) throw cancelled(error);
      return { ok: false, findings: [{ what: sentenceOf(error), isProblem: true }] };
    }
  });
}

/** The findings as lines for people. */
export function reportOf({ findings }: TestResult): string {
  return findings
    .map(({ what, isProblem, action }) => {
      const line = `${isProblem ? "✗" : "✓"} ${what}`;
      return action === undefined ? line : `${line} ${action}`;
    })
    .join("\n");
}
