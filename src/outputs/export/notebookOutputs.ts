import { t } from "../../base/l10n.ts";
import type { Json } from "../../domain/json.ts";
import type { Output } from "../../domain/output.ts";
import { TABLE_MIME } from "../../domain/tableMime.ts";
import type { CellBlock } from "../../domain/transcript.ts";
import { linesOf, type NotebookOutput } from "./nbformat.ts";
import type { Pictures } from "./pictures.ts";
import { joined } from "./streams.ts";
import { dataResource, htmlTable, tableIn, textTable } from "./tables.ts";

const JSON_MIME = /^application\/(.*\+)?json$/;

/** What the cell produced, in order, and why it ended when it did not end by itself. */
export function notebookOutputs({ outputs, reason }: CellBlock, pictures: Pictures): NotebookOutput[] {
  const found = joined(outputs).map((output) => notebookOutput(output, pictures));
  return reason === null ? found : [...found, stream("stderr", `${reason}\n`)];
}

function notebookOutput(output: Output, pictures: Pictures): NotebookOutput {
  switch (output.kind) {
    case "stream":
      return stream(output.name, output.text);
    case "error":
      return {
        output_type: "error",
        ename: output.name,
        evalue: output.message,
        traceback: output.traceback.split("\n"),
      };
    case "image":
      return picture(output, pictures);
    case "display":
      // Whether a value was the cell's last one or was shown in between is not known: both are displays.
      return { output_type: "display_data", data: bundle(output), metadata: {} };
  }
}

function stream(name: "stdout" | "stderr", text: string): NotebookOutput {
  return { output_type: "stream", name, text: linesOf(text) };
}

function picture(
  { file, alt }: Extract<Output, { kind: "image" }>,
  pictures: Pictures,
): Extract<NotebookOutput, { output_type: "display_data" }> {
  const bytes = pictures.get(file.id);
  const label = alt || file.name;
  if (bytes === undefined) {
    const gone = t("The picture {0} could not be read.", file.name);
    return { output_type: "display_data", data: { "text/plain": gone }, metadata: {} };
  }
  return {
    output_type: "display_data",
    data: { [file.mime]: Buffer.from(bytes).toString("base64"), "text/plain": label },
    metadata: { [file.mime]: { alt: label } },
  };
}

/** The whole MIME bundle; a table also in the forms that programs without our own can show. */
function bundle(output: Extract<Output, { kind: "display" }>): Record<string, Json> {
  const data: Record<string, Json> = {};
  for (const [mime, value] of Object.entries(output.data)) {
    // Anything but JSON is text there; what a cell put under another type is kept as what it is.
    data[mime] = JSON_MIME.test(mime)
      ? value
      : linesOf(typeof value === "string" ? value : JSON.stringify(value));
  }
  const table = tableIn(output);
  if (table === null) return data;
  return {
    "text/html": linesOf(htmlTable(table)),
    "text/plain": linesOf(textTable(table)),
    ...data,
    [TABLE_MIME]: dataResource(table),
  };
}
