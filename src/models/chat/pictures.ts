import type {
  ChatCompletionContentPart,
  ChatCompletionMessageParam,
} from "openai/resources/chat/completions";
import type { FileRef } from "../../domain/file.ts";
import type { ModelRequest, Turn } from "../../run/model.ts";

// Each costs as much as a page of text or more, and is sent again with every step of the run.
const MAX_PICTURES = 4;
const MAX_BYTES = 2 * 1024 * 1024;

/** The newest pictures that the code showed since the question, as a message for models that see; null if there are none. */
export async function picturesMessage({
  turns,
  readFile,
}: ModelRequest): Promise<ChatCompletionMessageParam | null> {
  const pictures = picturesOf(turns).slice(-MAX_PICTURES);
  if (readFile === undefined || pictures.length === 0) return null;
  const parts: ChatCompletionContentPart[] = [
    { type: "text", text: `What the code showed: ${pictures.map(({ name }) => name).join(", ")}` },
  ];
  for (const file of pictures) {
    const data = Buffer.from(await readFile(file)).toString("base64");
    parts.push({ type: "image_url", image_url: { url: `data:${file.mime};base64,${data}` } });
  }
  return { role: "user", content: parts };
}

function picturesOf(turns: readonly Turn[]): FileRef[] {
  const asked = turns.findLastIndex(({ role }) => role === "user");
  return turns
    .slice(asked + 1)
    .flatMap((turn) => (turn.role === "cell" ? turn.outputs : []))
    .flatMap((output) => (output.kind === "image" && output.file.bytes <= MAX_BYTES ? [output.file] : []));
}
