import { randomToken } from "../base/ids.ts";

/**
 * The body of an upload, as multipart/form-data. Not by FormData: Node's waits for ever for a file that cannot be read
 * to its end, because it was changed or deleted meanwhile, and its error reaches nobody.
 */
export function uploadForm(name: string, content: Blob): { body: Blob; headers: Record<string, string> } {
  const boundary = `form-${randomToken()}`;
  const field = (disposition: string): string =>
    `--${boundary}\r\nContent-Disposition: form-data; ${disposition}\r\n`;
  const body = new Blob([
    `${field('name="purpose"')}\r\nassistants\r\n`,
    `${field(`name="file"; filename="${escaped(name)}"`)}Content-Type: application/octet-stream\r\n\r\n`,
    content,
    `\r\n--${boundary}--\r\n`,
  ]);
  return { body, headers: { "content-type": `multipart/form-data; boundary=${boundary}` } };
}

/** Whether the content can still be read: a file on disk that changed since it was opened cannot. */
export async function isReadable(content: Blob): Promise<boolean> {
  return content
    .slice(0, 1)
    .arrayBuffer()
    .then(
      () => true,
      () => false,
    );
}

// As browsers do.
function escaped(name: string): string {
  return name.replaceAll("\r", "%0D").replaceAll("\n", "%0A").replaceAll('"', "%22");
}
