import { newId } from "../../base/ids.ts";
import type { CellEnd } from "../../domain/event.ts";
import type { FileRef } from "../../domain/file.ts";
import type { Output } from "../../domain/output.ts";
import { pictureName } from "../pictures.ts";
import { outputsIn } from "./cellOutputs.ts";
import { type Desk, tell } from "./desk.ts";
import type { CodeItem } from "./wire.ts";

interface Picture {
  readonly mime: string;
  readonly bytes: Uint8Array;
}

/** Code that the provider runs in its container, reported as it comes. */
export class CellItem {
  readonly id: string;
  readonly #desk: Desk;
  readonly #cellId = newId("call");
  readonly #outputs: Output[] = [];
  readonly #shown: { readonly file: FileRef; readonly bytes: Buffer }[] = [];
  #code = "";
  #startedAt: number | null = null;

  constructor(desk: Desk, id: string) {
    this.id = id;
    this.#desk = desk;
    desk.emit({ type: "cell.started", ...this.#of, stepId: newId("step") });
  }

  /** Whether the provider was given the code to run. */
  get isRunning(): boolean {
    return this.#startedAt !== null;
  }

  get #of() {
    return { runId: this.#desk.context.runId, cellId: this.#cellId };
  }

  add(delta: string): void {
    if (this.isRunning) return;
    this.#code += delta;
    this.#desk.emit({ type: "cell.code", ...this.#of, delta });
  }

  /** The code is whole. */
  write(code: string): void {
    if (!this.isRunning) this.#code = code;
  }

  run(): void {
    const { emit, turns, now } = this.#desk;
    if (this.isRunning) return;
    this.#startedAt = now();
    emit({ type: "cell.running", ...this.#of, code: this.#code });
    turns.push({ role: "assistant", text: "", cells: [{ id: this.#cellId, code: this.#code }] });
  }

  /** Ends it with all that it gave; what it wrote is fetched at once, as containers do not last. */
  async end(item: CodeItem): Promise<void> {
    const { container, signal } = this.#desk;
    if (typeof item.code === "string") this.write(item.code);
    this.run();
    const containerId = item.container_id ?? container.id;
    if (typeof item.container_id === "string" && container.ranIn(item.container_id)) this.#desk.opened();
    const outputs = outputsIn(item.outputs ?? []);
    const picture = outputs.findIndex(({ kind }) => kind === "picture");
    const first = picture < 0 ? outputs.length : picture;
    // A picture may be one of the files, which has the better name.
    for (const output of outputs.slice(0, first)) if (output.kind !== "picture") this.#give(output);
    const found = containerId === null ? [] : await this.#collect(containerId, signal);
    const shown = new Set<FileRef>();
    for (const output of outputs.slice(first)) {
      if (output.kind !== "picture") this.#give(output);
      else shown.add(await this.#show(output, found));
    }
    const files = found.filter((file) => !shown.has(file));
    this.#desk.made.addFiles(files);
    const isFailed = item.status === "failed" || this.#outputs.at(-1)?.kind === "error";
    const isCut = item.status === "incomplete" || item.status === "in_progress";
    const reason = isCut ? "The provider ended this code before it was done. Files are kept." : undefined;
    this.#done(isCut ? "lost" : isFailed ? "error" : "ok", files, reason);
  }

  /** Ends it because nothing more comes. `signal`: how long its files may be looked for. */
  async cut(end: "stopped" | "lost", reason: string, signal: AbortSignal): Promise<void> {
    const { id } = this.#desk.container;
    const files = this.isRunning && id !== null ? await this.#collect(id, signal).catch(() => []) : [];
    this.#desk.made.addFiles(files);
    this.#done(end, files, reason);
  }

  #give(output: Output): void {
    this.#outputs.push(output);
    this.#desk.emit({ type: "cell.output", ...this.#of, output });
  }

  /** Keeps the picture, unless it is one of `files` or was shown before; gives its file. */
  async #show({ mime, bytes }: Picture, files: readonly FileRef[]): Promise<FileRef> {
    const { made } = this.#desk;
    const before = this.#shown.find((one) => one.bytes.equals(bytes));
    if (before !== undefined) return before.file;
    const file = (await this.#same(bytes, files)) ?? (await this.#keep(mime, bytes));
    this.#shown.push({ file, bytes: Buffer.from(bytes) });
    made.addImage(file);
    this.#give({ kind: "image", file, alt: "" });
    return file;
  }

  async #same(bytes: Uint8Array, files: readonly FileRef[]): Promise<FileRef | undefined> {
    for (const file of files) {
      if (file.bytes !== bytes.length) continue;
      if (Buffer.from(bytes).equals(await this.#desk.context.readFile(file))) return file;
    }
    return undefined;
  }

  #keep(mime: string, bytes: Uint8Array): Promise<FileRef> {
    const { context } = this.#desk;
    return context.keepFile(pictureName({ mime, bytes, alt: "" }, context.fileNames()), mime, bytes);
  }

  /** New files of the container; plots among them that were shown are shown here. */
  async #collect(containerId: string, signal: AbortSignal): Promise<readonly FileRef[]> {
    const { files, pictures, problems } = await this.#desk.downloads.collect(containerId, signal);
    for (const picture of pictures) await this.#show(picture, []);
    for (const problem of problems) tell(this.#desk, problem);
    return files;
  }

  #done(end: CellEnd, files: readonly FileRef[], reason?: string): void {
    const { emit, now, turns } = this.#desk;
    const durationMs = Math.max(0, now() - (this.#startedAt ?? now()));
    const why = reason === undefined ? {} : { reason };
    emit({ type: "cell.done", ...this.#of, end, durationMs, files: [...files], ...why });
    if (!this.isRunning) return;
    turns.push({ role: "cell", id: this.#cellId, failed: end !== "ok", outputs: this.#outputs });
  }
}
