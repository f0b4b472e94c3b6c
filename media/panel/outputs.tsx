import { memo } from "preact/compat";
import type { Output } from "../../src/domain/output.ts";
import { TABLE_MIME } from "../../src/domain/tableMime.ts";
import { fileUri } from "./format.ts";
import { request } from "./host.ts";
import { Markdown, safeHtml } from "./markdown.tsx";
import { asTable, TableView } from "./tableView.tsx";
import { StreamText } from "./streamText.tsx";

interface Props {
  outputs: readonly Output[];
  filesUri: string;
}

/** What a cell produced, in order; neighbouring pieces of one stream are one text. */
export const Outputs = memo(function Outputs({ outputs, filesUri }: Props) {
  if (outputs.length === 0) return null;
  return (
    <div class="outputs">
      {grouped(outputs).map((group, index) => (
        <div key={index} class="output">
          {group.kind === "text" ? (
            <StreamText text={group.text} isError={group.isError} />
          ) : (
            <OneOutput output={group.output} filesUri={filesUri} />
          )}
        </div>
      ))}
    </div>
  );
});

type Group =
  | { kind: "text"; text: string; isError: boolean }
  | { kind: "other"; output: Exclude<Output, { kind: "stream" }> };

function grouped(outputs: readonly Output[]): Group[] {
  const groups: Group[] = [];
  for (const output of outputs) {
    const last = groups.at(-1);
    if (output.kind !== "stream") {
      groups.push({ kind: "other", output });
    } else if (last?.kind === "text" && last.isError === (output.name === "stderr")) {
      last.text += output.text;
    } else {
      groups.push({ kind: "text", text: output.text, isError: output.name === "stderr" });
    }
  }
  return groups;
}

function OneOutput({ output, filesUri }: { output: Exclude<Output, { kind: "stream" }>; filesUri: string }) {
  switch (output.kind) {
    case "error":
      return <Failure {...output} />;
    case "image":
      return <Picture name={output.file.name} alt={output.alt} uri={fileUri(filesUri, output.file.name)} />;
    case "display":
      return <Display data={output.data} />;
  }
}

function Failure({ name, message, traceback }: Extract<Output, { kind: "error" }>) {
  return (
    <details class="error">
      <summary>
        <b class="err">{name}</b> {message}
      </summary>
      <pre>{traceback}</pre>
    </details>
  );
}

function Picture({ name, alt, uri }: { name: string; alt: string; uri: string }) {
  const open = (): void => void request("openFile", { name });
  return (
    <figure>
      <button class="picture" aria-label={`Open ${alt || name}`} onClick={open}>
        <img src={uri} alt={alt || name} />
      </button>
      <figcaption>
        <button class="link" aria-label={`Open ${name}`} onClick={open}>
          Open
        </button>
        <button
          class="link"
          aria-label={`Save As… ${name}`}
          onClick={() => void request("saveFile", { name })}
        >
          Save As…
        </button>
      </figcaption>
    </figure>
  );
}

function Display({ data }: { data: Extract<Output, { kind: "display" }>["data"] }) {
  const text = (mime: string): string | null => {
    const value = data[mime];
    return typeof value === "string" ? value : null;
  };
  const table = asTable(data[TABLE_MIME]);
  if (table !== null) return <TableView table={table} />;
  const markdown = text("text/markdown");
  if (markdown !== null) return <Markdown text={markdown} />;
  const html = text("text/html");
  if (html !== null) return <div class="html" dangerouslySetInnerHTML={{ __html: safeHtml(html) }} />;
  if (data["application/json"] !== undefined)
    return <pre>{JSON.stringify(data["application/json"], null, 2)}</pre>;
  return <StreamText text={text("text/latex") ?? text("text/plain") ?? ""} isError={false} />;
}
