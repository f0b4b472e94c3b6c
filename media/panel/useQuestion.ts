import { useEffect, useRef, useState } from "preact/hooks";
import type { Attachment } from "../../src/panel/messages.ts";
import { request } from "./host.ts";
import { recall, remember } from "./memory.ts";

/**
 * The question that is being written for a thread. It is kept over hiding and reload, is sent once however often Enter
 * is pressed, and stays, with the reason, when it could not be sent.
 */
export function useQuestion(threadId: string | null, attachments: readonly Attachment[], run: string) {
  const [text, show] = useState(() => recall(threadId).draft);
  const [fault, setFault] = useState<string | null>(null);
  const [isSending, setSending] = useState(false);
  // What was sent and is not yet answered; known at once, while states come with the next drawing.
  const sending = useRef(false);
  const thread = useRef(threadId);
  thread.current = threadId;

  const setText = (next: string): void => {
    remember(thread.current, { draft: next });
    show(next);
  };
  useEffect(() => {
    // The first question makes its thread: it stays in sight until it is kept.
    if (!sending.current) show(recall(threadId).draft);
  }, [threadId]);
  // What kept the question from being sent may be over now.
  useEffect(() => setFault(null), [threadId, run]);

  const send = async (): Promise<void> => {
    const question = text.trim();
    if (question === "" || sending.current) return;
    sending.current = true;
    setSending(true);
    setFault(null);
    const from = threadId;
    try {
      await request("send", { text: question, attachments: attachments.map(({ id }) => id) });
      remember(from, { draft: "" });
    } catch (error) {
      setFault(error instanceof Error ? error.message : String(error));
      // Where the person is now: the thread may have been made before it failed.
      if (from === null && thread.current !== null) {
        remember(from, { draft: "" });
        remember(thread.current, { draft: text });
      }
    } finally {
      sending.current = false;
      setSending(false);
      show(recall(thread.current).draft);
    }
  };
  return { text, setText, fault, isSending, send };
}
