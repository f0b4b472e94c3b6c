import * as vscode from "vscode";
import type { Disposable } from "../base/disposables.ts";
import { t } from "../base/l10n.ts";
import { CONTEXT_KEYS } from "../manifest.ts";

const SHOWN_MS = 10_000;

/** A service that listens on this machine. */
interface Listening {
  readonly url: string;
  readonly token: string;
  close(): Promise<void>;
}

/** "Start Server": the service for other programs of this machine, until it is stopped or the window closes. */
export class LocalServer implements Disposable {
  readonly #listen: () => Promise<Listening>;
  #listening: Listening | null = null;

  constructor(listen: () => Promise<Listening>) {
    this.#listen = listen;
  }

  /** Starts it, unless it runs already, and tells where it is. */
  async start(): Promise<void> {
    this.#listening ??= await this.#listen();
    await vscode.commands.executeCommand("setContext", CONTEXT_KEYS.serverRunning, true);
    void this.#offer(this.#listening);
  }

  async stop(): Promise<void> {
    if (this.#listening === null) return;
    await this.dispose();
    vscode.window.setStatusBarMessage(t("The server was stopped. Its threads are kept."), SHOWN_MS);
  }

  async dispose(): Promise<void> {
    const listening = this.#listening;
    this.#listening = null;
    await vscode.commands.executeCommand("setContext", CONTEXT_KEYS.serverRunning, false);
    await listening?.close();
  }

  async #offer({ url, token }: Listening): Promise<void> {
    const choices = new Map([
      [t("Copy for Node"), nodeSnippet(url, token)],
      [t("Copy for Python"), pythonSnippet(url, token)],
      [t("Copy Token"), token],
    ]);
    const detail = t(
      "Address: {0}/v1\nToken: {1}\n\nPrograms of this machine that know the token can use it, until it is stopped or this window closes.",
      url,
      token,
    );
    const title = t("The Assistants API is being served");
    const choice = await vscode.window.showInformationMessage(
      title,
      { modal: true, detail },
      ...choices.keys(),
    );
    const copied = choices.get(choice ?? "");
    if (copied !== undefined) await vscode.env.clipboard.writeText(copied);
  }
}

function nodeSnippet(url: string, token: string): string {
  return `import OpenAI from "openai";

const client = new OpenAI({ baseURL: "${url}/v1", apiKey: "${token}" });
const assistant = await client.beta.assistants.create({
  model: "default",
  tools: [{ type: "code_interpreter" }],
});
const run = await client.beta.threads.createAndRunPoll({
  assistant_id: assistant.id,
  thread: { messages: [{ role: "user", content: "Solve 3x + 11 = 14" }] },
});
const { data } = await client.beta.threads.messages.list(run.thread_id);
console.log(data[0].content[0].text.value);
`;
}

function pythonSnippet(url: string, token: string): string {
  return `from openai import OpenAI

client = OpenAI(base_url="${url}/v1", api_key="${token}")
assistant = client.beta.assistants.create(model="default", tools=[{"type": "code_interpreter"}])
run = client.beta.threads.create_and_run_poll(
    assistant_id=assistant.id,
    thread={"messages": [{"role": "user", "content": "Solve 3x + 11 = 14"}]},
)
messages = client.beta.threads.messages.list(run.thread_id)
print(messages.data[0].content[0].text.value)
`;
}
