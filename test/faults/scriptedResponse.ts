/** What a scripted provider does for one request: items in order, or something that happens at this point. */
export type Step = SayStep | CodeStep | CallStep | FailStep | ((signal: AbortSignal) => void | Promise<void>);

interface SayStep {
  readonly type: "say";
  readonly pieces: readonly string[];
  /** Names of files of the container. */
  readonly cites: readonly string[];
}

export interface CodeStep {
  readonly type: "code";
  readonly code: string;
  readonly logs?: string;
  readonly images?: readonly Uint8Array[];
  /** Written below the container's /mnt/data. */
  readonly files?: Readonly<Record<string, string | Uint8Array>>;
}

interface CallStep {
  readonly type: "call";
  readonly name: string;
  readonly arguments: string;
}

interface FailStep {
  readonly type: "fail";
  readonly status: "failed" | "incomplete";
  readonly code: string;
  readonly message: string;
}

export const say = (...pieces: string[]): SayStep => ({ type: "say", pieces, cites: [] });
/** Words that cite files without a link to them. */
export const cite = (text: string, ...names: string[]): SayStep => ({
  type: "say",
  pieces: [text],
  cites: names,
});
export const run = (code: string, gives: Omit<CodeStep, "type" | "code"> = {}): CodeStep => ({
  type: "code",
  code,
  ...gives,
});
export const call = (name: string, text: string): CallStep => ({ type: "call", name, arguments: text });
export const fail = (code: string, message: string): FailStep => ({
  type: "fail",
  status: "failed",
  code,
  message,
});
export const cutShort = (reason: string): FailStep => ({
  type: "fail",
  status: "incomplete",
  code: reason,
  message: "",
});

type Data = Record<string, unknown>;

/** A response that grows by steps; its events are kept, so that they can be sent again from any place. */
export class ScriptedResponse {
  readonly id: string;
  readonly events: Data[] = [];
  readonly output: Data[] = [];
  readonly stop = new AbortController();
  status = "in_progress";
  #error: Data | null = null;
  #reason: string | null = null;
  #waiting: (() => void)[] = [];

  constructor(id: string) {
    this.id = id;
    this.#emit("response.created", { response: this.state() });
    this.#emit("response.in_progress", { response: this.state() });
  }

  get hasEnded(): boolean {
    return this.status !== "in_progress";
  }

  state(): Data {
    return {
      id: this.id,
      object: "response",
      status: this.status,
      output: structuredClone(this.output),
      error: this.#error,
      incomplete_details: this.#reason === null ? null : { reason: this.#reason },
      usage: this.status === "completed" ? { input_tokens: 100, output_tokens: 20, total_tokens: 120 } : null,
    };
  }

  /** Resolves with the next event, or with the end. */
  async more(): Promise<void> {
    if (!this.hasEnded) await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }

  /** `idOf`: of a file of the container. */
  say({ pieces, cites }: SayStep, containerId: string, idOf: (name: string) => string): void {
    const { id, index } = this.#add("msg", { type: "message", role: "assistant", content: [] });
    const at = { item_id: id, output_index: index, content_index: 0 };
    for (const delta of pieces) this.#emit("response.output_text.delta", { ...at, delta, logprobs: [] });
    const text = pieces.join("");
    const annotations = cites.map((filename) => ({
      type: "container_file_citation",
      container_id: containerId,
      file_id: idOf(filename),
      filename,
      start_index: 0,
      end_index: 0,
    }));
    annotations.forEach((annotation, annotation_index) =>
      this.#emit("response.output_text.annotation.added", { ...at, annotation_index, annotation }),
    );
    this.#emit("response.output_text.done", { ...at, text });
    this.#end(index, { content: [{ type: "output_text", text, annotations }] });
  }

  /** Code up to where it runs; gives what ends it. */
  code({ code, logs, images = [] }: CodeStep, containerId: string): () => void {
    const item = { type: "code_interpreter_call", code: "", container_id: containerId, outputs: null };
    const { id, index } = this.#add("ci", item);
    const at = { item_id: id, output_index: index };
    const half = Math.ceil(code.length / 2);
    for (const delta of [code.slice(0, half), code.slice(half)]) {
      this.#emit("response.code_interpreter_call_code.delta", { ...at, delta });
    }
    this.#emit("response.code_interpreter_call_code.done", { ...at, code });
    this.#emit("response.code_interpreter_call.interpreting", at);
    return () => {
      const pictures = images.map((bytes) => ({
        type: "image",
        url: `data:image/png;base64,${Buffer.from(bytes).toString("base64")}`,
      }));
      const outputs = [...(logs === undefined ? [] : [{ type: "logs", logs }]), ...pictures];
      this.#emit("response.code_interpreter_call.completed", at);
      this.#end(index, { code, outputs });
    };
  }

  call({ name, arguments: text }: CallStep): void {
    const call_id = `call_${this.output.length}_of_${this.id}`;
    const { index } = this.#add("fc", { type: "function_call", call_id, name, arguments: "" });
    this.#end(index, { arguments: text });
  }

  end(status: string, code = "", message = ""): void {
    if (this.hasEnded) return;
    this.status = status;
    this.#error = status === "failed" ? { code, message } : null;
    this.#reason = status === "incomplete" ? code : null;
    this.#emit(`response.${status}`, { response: this.state() });
  }

  #add(prefix: string, item: Data): { id: string; index: number } {
    const index = this.output.length;
    const id = `${prefix}_${index}_of_${this.id}`;
    this.output.push({ id, status: "in_progress", ...item });
    this.#emit("response.output_item.added", { output_index: index, item: { ...this.output[index] } });
    return { id, index };
  }

  #end(index: number, change: Data): void {
    this.output[index] = { ...this.output[index], ...change, status: "completed" };
    this.#emit("response.output_item.done", { output_index: index, item: { ...this.output[index] } });
  }

  #emit(type: string, data: Data): void {
    this.events.push({ type, sequence_number: this.events.length, ...data });
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const resolve of waiting) resolve();
  }
}
