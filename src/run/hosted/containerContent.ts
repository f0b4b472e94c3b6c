import { InterpreterError } from "../../base/errors.ts";
import type { Provider } from "./provider.ts";
import type { Waits } from "./waits.ts";

interface Wanted {
  readonly containerId: string;
  readonly fileId: string;
  /** As the container lists it. */
  readonly bytes: number | null;
  /** In bytes. */
  readonly limit: number;
}

/**
 * The bytes of a file of a container. Throws InterpreterError of kind "policy" for one beyond the limit, APIError for what
 * is refused, and any other error for a file that came only in part.
 */
export async function* containerContent(
  { client }: Provider,
  { silenceMs }: Waits,
  { containerId, fileId, bytes, limit }: Wanted,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array> {
  const silence = new AbortController();
  const options = { signal: AbortSignal.any([signal, silence.signal]), timeout: silenceMs };
  const response = await client.containers.files.content.retrieve(
    fileId,
    { container_id: containerId },
    options,
  );
  let count = 0;
  for await (const piece of untilSilent(response.body ?? [], silenceMs, silence)) {
    count += piece.byteLength;
    if (count > limit) {
      throw new InterpreterError("policy", "too_large", `it is larger than ${limit / 1024 ** 2} MB`);
    }
    yield piece;
  }
  if (count < (bytes ?? 0)) throw new Error(`only ${count} of ${bytes} bytes came`);
}

/** The pieces, as long as none lets wait for it longer than `silenceMs`. */
async function* untilSilent(
  pieces: AsyncIterable<Uint8Array> | readonly Uint8Array[],
  silenceMs: number,
  silence: AbortController,
): AsyncGenerator<Uint8Array> {
  let timer: NodeJS.Timeout | undefined;
  const listen = (): void => {
    timer = setTimeout(() => silence.abort(new Error("nothing more came")), silenceMs);
  };
  try {
    listen();
    for await (const piece of pieces) {
      clearTimeout(timer);
      yield piece;
      listen();
    }
  } finally {
    clearTimeout(timer);
  }
}
