import { readFileSync } from "node:fs";
import { Ajv } from "ajv";

interface Notebook {
  readonly cells: readonly {
    readonly id: string;
    readonly cell_type: string;
    readonly source: readonly string[];
    readonly metadata: { readonly tags?: readonly string[] };
    readonly execution_count?: number | null;
    readonly outputs?: readonly {
      readonly output_type: string;
      readonly data?: object;
      readonly [key: string]: unknown;
    }[];
  }[];
}

// Draft 4, of which this schema uses nothing that later drafts changed: only the draft's own name is unknown to ajv.
const { $schema: draft, ...schema } = JSON.parse(
  readFileSync("test/fixtures/nbformat.v4.5.schema.json", "utf8"),
) as { $schema: string };
if (draft !== "http://json-schema.org/draft-04/schema#") throw new Error(`The schema is of ${draft}.`);
// Not strict: it has keywords beside `$ref`.
const validate = new Ajv({ strict: false, allErrors: true }).compile(schema);

/** The notebook, when the official schema and the rule that the schema cannot tell (ids occur once) have no objection. */
export function readNotebook(text: string): Notebook {
  const notebook = JSON.parse(text) as Notebook;
  validate(notebook);
  const faults = (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
  const ids = notebook.cells.map(({ id }) => id);
  if (new Set(ids).size < ids.length) faults.push("ids occur twice");
  if (faults.length > 0) throw new Error(faults.join("\n"));
  return notebook;
}

/** Sources of the cells that ran, in order. */
export function codeOf({ cells }: Notebook): string[] {
  return cells
    .filter(({ execution_count: count }) => typeof count === "number")
    .map(({ source }) => source.join(""));
}
