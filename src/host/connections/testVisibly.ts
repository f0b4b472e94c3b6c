import * as vscode from "vscode";
import { cancelled, isCancelled, sentenceOf } from "../../base/errors.ts";
import { t } from "../../base/l10n.ts";
import type { Access, Opened } from "../../domain/connection.ts";
import type { ConnectionTest } from "../../domain/connectionTest.ts";

/** Tries a connection out; changes nothing there. */
export type TestConnection = (opened: Opened, signal: AbortSignal) => Promise<ConnectionTest>;

/** Runs the test while the person sees that it runs. Throws the silent error when it is cancelled. */
export async function testVisibly(
  test: TestConnection,
  name: string,
  connection: Opened["connection"],
  access: () => Promise<Access>,
): Promise<ConnectionTest> {
  const location = vscode.ProgressLocation.Notification;
  const title = t("Testing {0}…", name);
  return vscode.window.withProgress({ location, title, cancellable: true }, async (_, token) => {
    const stop = new AbortController();
    token.onCancellationRequested(() => stop.abort());
    try {
      const result = await test({ connection, access: await access() }, stop.signal);
      // Not that it did not answer: nobody waits for it any more.
      if (stop.signal.aborted) throw cancelled();
      return result;
    } catch (error) {
      if (isCancelled(error)) throw error;
      return { ok: false, findings: [{ what: sentenceOf(error), isProblem: true }] };
    }
  });
}

/** The findings as lines for people. */
export function reportOf({ findings }: ConnectionTest): string {
  return findings
    .map(({ what, isProblem, action }) => {
      const line = `${isProblem ? "✗" : "✓"} ${what}`;
      return action === undefined ? line : `${line} ${action}`;
    })
    .join("\n");
}
