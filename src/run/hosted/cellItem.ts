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
  readonly #pictures: Buffer[] = [];
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
    for (const output of outputsIn(item.outputs ?? [])) {
      if (output.kind === "picture") await this.#show(output);
      else this.#give(output);
    }
    const isFailed = item.status === "failed" || this.#outputs.at(-1)?.kind === "error";
    const isCut = item.status === "incomplete" || item.status === "in_progress";
    const reason = isCut ? "The provider ended this code before it was done. Files are kept." : undefined;
    const files = containerId === null ? [] : await this.#collect(containerId, signal);
    this.#done(isCut ? "lost" : isFailed ? "error" : "ok", files, reason);
  }

  /** Ends it because nothing more comes. `signal`: how long its files may be looked for. */
  async cut(end: "stopped" | "lost", reason: string, signal: AbortSignal): Promise<void> {
    const { id } = this.#desk.container;
    const files = this.isRunning && id !== null ? await this.#collect(id, signal).catch(() => []) : [];
    this.#done(end, files, reason);
  }

  #give(output: Output): void {
    this.#outputs.push(output);
    this.#desk.emit({ type: "cell.output", ...this.#of, output });
  }

  /** The same picture may come twice: as an output, and as a file of the container. */
  async #show({ mime, bytes }: Picture): Promise<void> {
    const { context, made } = this.#desk;
    if (this.#pictures.some((shown) => shown.equals(bytes))) return;
    this.#pictures.push(Buffer.from(bytes));
    const name = pictureName({ mime, bytes, alt: "" }, context.fileNames());
    const file = await context.keepFile(name, mime, bytes);
    made.addImage(file);
    this.#give({ kind: "image", file, alt: "" });
  }

  async #collect(containerId: string, signal: AbortSignal): Promise<readonly FileRef[]> {
    const { downloads, made } = this.#desk;
    const { files, pictures, problems } = await downloads.collect(containerId, signal);
    for (const picture of pictures) await this.#show(picture);
    made.addFiles(files);
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
