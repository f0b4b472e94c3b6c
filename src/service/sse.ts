/** A server-sent event; `data` is one line. */
export interface SseEvent {
  event: string;
  data: string;
  id?: string;
}

/**
 * A response that pulls events as they are taken, so that a slow reader holds at most one. `follow` is given the
 * signal that says the reader has left: it closed the body, or the request was aborted.
 */
export function eventStream(
  request: Request,
  follow: (signal: AbortSignal) => AsyncGenerator<SseEvent>,
): Response {
  const encoder = new TextEncoder();
  const left = new AbortController();
  const events = follow(AbortSignal.any([request.signal, left.signal]));
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      const { value, done } = await events.next();
      // Enqueuing on a stream that was cancelled meanwhile throws.
      if (left.signal.aborted) return;
      // Naming `request` keeps it as long as the body: one that was collected no longer hears of its abort.
      if (done === true || request.signal.aborted) {
        controller.close();
        return;
      }
      const id = value.id === undefined ? "" : `id: ${value.id}\n`;
      controller.enqueue(encoder.encode(`${id}event: ${value.event}\ndata: ${value.data}\n\n`));
    },
    // The generator may be waiting for the next event: only the signal wakes it.
    cancel: () => left.abort(),
  });
  return new Response(body, {
    headers: { "content-type": "text/event-stream; charset=utf-8", "cache-control": "no-store" },
  });
}
