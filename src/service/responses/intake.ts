import { extension } from "mime-types";
import { newId, newHexId } from "../../base/ids.ts";
import { ApiError } from "../errors.ts";
import { safeName } from "../../base/fileName.ts";
import { found } from "../found.ts";
import type { Store } from "../store/store.ts";
import { type FileObject, seconds } from "../wire.ts";
import type { GivenInput, GivenItem, GivenPart } from "./inputSchema.ts";
import type { InputPart, Item } from "./wire.ts";

type GivenMessage = Extract<GivenItem, { type: "message" }>;
type GivenFile = Extract<GivenPart, { type: "input_image" | "input_file" }>;

/** Takes in the items of a request: they get ids, and bytes among them become files of the store. */
export class Intake {
  readonly #store: Store;
  readonly #now: () => number;
  /** Ids of files that were made of bytes. */
  readonly #made: string[] = [];

  constructor({ store, now }: { store: Store; now: () => number }) {
    this.#store = store;
    this.#now = now;
  }

  /** Throws the API's 404 when a file is not there. */
  async take(input: GivenInput): Promise<Item[]> {
    const given: GivenItem[] =
      typeof input === "string" ? [{ type: "message", role: "user", content: input }] : input;
    const items: Item[] = [];
    for (const item of given) items.push(...(await this.#item(item)));
    return items;
  }

  /** Removes what was made; for a request that comes to nothing. */
  async undo(): Promise<void> {
    for (const id of this.#made) {
      this.#store.objects.remove("file", id);
      await this.#store.blobs.remove(id);
    }
  }

  async #item(item: GivenItem): Promise<Item[]> {
    switch (item.type) {
      case "message":
        return [await this.#message(item)];
      case "function_call": {
        const { type, id, call_id, name, arguments: text } = item;
        const itemId = id ?? newHexId("functionCall");
        return [{ type, id: itemId, call_id, name, arguments: text, status: "completed" }];
      }
      case "function_call_output": {
        const { type, id, call_id, output } = item;
        return [{ type, id: id ?? newHexId("functionOutput"), call_id, output, status: "completed" }];
      }
      case "code_interpreter_call": {
        const { type, id, container_id, code, outputs = null, status } = item;
        const state = status === "failed" || status === "incomplete" ? status : "completed";
        const itemId = id ?? newHexId("codeCall");
        return [{ type, id: itemId, status: state, container_id, code, outputs }];
      }
      case "reasoning":
        return [];
    }
  }

  async #message({ id, role, content }: GivenMessage): Promise<Item> {
    const item = { type: "message" as const, id: id ?? newHexId("item"), status: "completed" as const };
    if (role === "assistant") {
      const text = typeof content === "string" ? content : content.map(wordsOf).join("");
      return { ...item, role, content: [{ type: "output_text", text, annotations: [], logprobs: [] }] };
    }
    const given: GivenPart[] =
      typeof content === "string" ? [{ type: "input_text", text: content }] : content;
    const parts: InputPart[] = [];
    for (const part of given) parts.push(await this.#part(part));
    return { ...item, role, content: parts };
  }

  async #part(part: GivenPart): Promise<InputPart> {
    if (part.type !== "input_image" && part.type !== "input_file") {
      return { type: "input_text", text: wordsOf(part) };
    }
    const file = await this.#file(part);
    return part.type === "input_image"
      ? { type: part.type, file_id: file.id, image_url: null, detail: part.detail }
      : { type: part.type, file_id: file.id, filename: file.filename };
  }

  async #file(part: GivenFile): Promise<FileObject> {
    const { file_id: id } = part;
    if (id !== undefined && id !== null) return found(this.#store.objects.get("file", id), "file", id);
    const data = part.type === "input_image" ? part.image_url : part.file_data;
    if (data === undefined || data === null || data === "") {
      throw new ApiError(400, `A part of type '${part.type}' needs a file: send 'file_id', or its bytes.`, {
        param: "input",
        code: "missing_required_parameter",
      });
    }
    const { mime, bytes } = bytesOf(data);
    const name = part.type === "input_file" ? part.filename : null;
    return this.#keep(safeName(name ?? `${part.type.slice(6)}.${extension(mime) || "bin"}`), bytes);
  }

  async #keep(filename: string, content: Uint8Array): Promise<FileObject> {
    const id = newId("file");
    const bytes = await this.#store.blobs.write(id, [content]);
    const file: FileObject = {
      id,
      object: "file",
      bytes,
      created_at: seconds(this.#now()),
      filename,
      purpose: "user_data",
      status: "processed",
    };
    this.#made.push(id);
    this.#store.objects.put(file);
    return file;
  }
}

/** Files come as data URLs, or as bare base64. */
function bytesOf(data: string): { mime: string; bytes: Uint8Array } {
  const [, mime = "", rest = data] = /^data:([^;,]*)[^,]*;base64,(.*)$/s.exec(data) ?? [];
  if (!/^[A-Za-z0-9+/=_\s-]*$/.test(rest)) {
    throw new ApiError(400, "The bytes of a file are not valid base64.", { param: "input" });
  }
  return { mime, bytes: Buffer.from(rest, "base64") };
}

function wordsOf(part: GivenPart): string {
  if ("text" in part) return part.text;
  if (part.type === "refusal") return part.refusal;
  throw new ApiError(400, `A message of the assistant has no parts of type '${part.type}'.`, {
    param: "input",
  });
}
