import type { ChatMessage, ChatPart } from "../../domain/chat.ts";
import type { FileRef } from "../../domain/file.ts";
import type { ModelRequest, Turn } from "../../run/model.ts";

// Each costs as much as a page of text or more, and is sent again with every step of the run.
const MAX_PICTURES = 4;
const MAX_BYTES = 2 * 1024 * 1024;

/** The newest pictures that the code showed since the question, as a message for models that see; null if there are none. */
export async function picturesMessage({ turns, readFile }: ModelRequest): Promise<ChatMessage | null> {
  const pictures = picturesOf(turns).slice(-MAX_PICTURES);
  if (readFile === undefined || pictures.length === 0) return null;
  const parts: ChatPart[] = [
    { type: "text", text: `What the code showed: ${pictures.map(({ name }) => name).join(", ")}` },
  ];
  for (const file of pictures) {
    parts.push({ type: "picture", mime: file.mime, bytes: await readFile(file) });
  }
  return { role: "user", parts };
}

function picturesOf(turns: readonly Turn[]): FileRef[] {
  const asked = turns.findLastIndex(({ role }) => role === "user");
  return turns
    .slice(asked + 1)
    .flatMap((turn) => (turn.role === "cell" ? turn.outputs : []))
    .flatMap((output) => (output.kind === "image" && output.file.bytes <= MAX_BYTES ? [output.file] : []));
}
