import * as vscode from "vscode";

const LIMIT_MS = 90_000;
const PAUSE_MS = 100;

/** Has the open thread, or a new one, run a piece of Python as it is. */
export async function ask(code: string): Promise<void> {
  await vscode.commands.executeCommand("codeInterpreter.ask", `Run this:\n\`\`\`python\n${code}\n\`\`\``);
}

/** What `look` gives, once it gives something. */
export async function waitFor<T>(look: () => Promise<T | undefined>): Promise<T> {
  const end = Date.now() + LIMIT_MS;
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    if (Date.now() > end) throw new Error(`What was waited for did not come: ${String(look)}`);
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  }
}

/** Resolves once a tab that fits is there. */
export async function activeTab(fits: (input: unknown) => boolean): Promise<void> {
  await waitFor(async () =>
    vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs).find(({ input }) => fits(input)),
  );
}
