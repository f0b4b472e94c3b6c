import { useState } from "preact/hooks";

const SHOWN = 20_000;
// oxlint-disable-next-line no-control-regex
const ANSI = /\u001b\[[\d;?]*[A-Za-z]/g;

/** Printed text. Of a very long one the beginning and the end, until the person asks for all. */
export function StreamText({ text, isError }: { text: string; isError: boolean }) {
  const [all, showAll] = useState(false);
  const plain = text.replace(ANSI, "");
  const kind = isError ? "stream stderr" : "stream";
  if (all || plain.length <= SHOWN) return <pre class={kind}>{plain}</pre>;
  const left = Math.round((plain.length - SHOWN) / 1024);
  return (
    <>
      <pre class={kind}>{plain.slice(0, SHOWN / 2)}</pre>
      <button class="link more" onClick={() => showAll(true)}>
        … {left} KB more, show all
      </button>
      <pre class={kind}>{plain.slice(-SHOWN / 2)}</pre>
    </>
  );
}
