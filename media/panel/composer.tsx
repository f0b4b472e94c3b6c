import { useEffect, useRef, useState } from "preact/hooks";
import type { Transcript } from "../../src/domain/transcript.ts";
import { COMMANDS } from "../../src/manifest.ts";
import type { Attachment } from "../../src/panel/messages.ts";
import { bytesText } from "./format.ts";
import { draft, onFocus, request } from "./host.ts";
import { Icon } from "./icon.tsx";

interface Props {
  busy: boolean;
  attachments: readonly Attachment[];
  model: string;
  session: Transcript["session"];
}

/** The question box with what goes with it. What was typed stays until it is sent for certain. */
export function Composer({ busy, attachments, model, session }: Props) {
  const [text, setText] = useState(draft.get);
  const [fault, setFault] = useState<string | null>(null);
  const [sending, setSending] = useState(false);
  const box = useRef<HTMLTextAreaElement>(null);
  useEffect(() => onFocus(() => box.current?.focus()), []);
  useEffect(() => draft.set(text), [text]);
  // What kept the question from being sent may be over now.
  useEffect(() => {
    if (!busy) setFault(null);
  }, [busy]);

  const send = async (): Promise<void> => {
    if (text.trim() === "" || sending) return;
    setSending(true);
    setFault(null);
    try {
      await request("send", { text: text.trim(), attachments: attachments.map(({ id }) => id) });
      setText("");
    } catch (error) {
      setFault(error instanceof Error ? error.message : String(error));
    } finally {
      setSending(false);
    }
  };
  const attach = async (): Promise<void> => {
    try {
      await request("attach", {});
    } catch (error) {
      setFault(error instanceof Error ? error.message : String(error));
    }
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    // The Enter that ends an input method's composition belongs to it.
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    void send();
  };
  return (
    <footer class="composer">
      {fault !== null && (
        <p class="failure" role="alert">
          <Icon name="warning" tone="warn" /> {fault}
        </p>
      )}
      <div class="box">
        <Chips attachments={attachments} onRemove={(id) => void request("removeAttachment", { id })} />
        <textarea
          ref={box}
          rows={2}
          value={text}
          placeholder="Ask about your files…"
          aria-label="Question"
          onInput={({ currentTarget }) => setText(currentTarget.value)}
          onKeyDown={onKeyDown}
        />
        <div class="row">
          <button class="icon" title="Attach files" onClick={() => void attach()}>
            <Icon name="attach" />
          </button>
          <span class="chip">{model}</span>
          <span class="space" />
          {busy ? (
            <button
              class="send stop"
              title="Stop the run"
              onClick={() => void request("command", { command: COMMANDS.stop })}
            >
              Stop
            </button>
          ) : (
            <button
              class="send"
              title="Send (Enter)"
              disabled={text.trim() === "" || sending}
              onClick={() => void send()}
            >
              Send
            </button>
          )}
        </div>
      </div>
      <p
        class="status"
        title={session?.isolation.join(" · ") ?? "A session is opened when code is about to run."}
      >
        <span class={session === null ? "dot" : "dot on"} />
        {session === null ? "Python starts with the first cell" : `${session.runtime}, isolated`}
      </p>
    </footer>
  );
}

function Chips({
  attachments,
  onRemove,
}: {
  attachments: readonly Attachment[];
  onRemove: (id: string) => void;
}) {
  if (attachments.length === 0) return null;
  return (
    <div class="chips">
      {attachments.map(({ id, name, bytes }) => (
        <span key={id} class="chip">
          {name} <i>{bytesText(bytes)}</i>
          <button class="icon" title={`Remove ${name}`} onClick={() => onRemove(id)}>
            <Icon name="close" />
          </button>
        </span>
      ))}
    </div>
  );
}
