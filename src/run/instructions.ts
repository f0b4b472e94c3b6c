import type { Turn } from "./model.ts";

const PACKAGES =
  "the standard library, numpy, pandas, matplotlib, pillow, scipy, scikit-learn, seaborn, sympy, openpyxl, xlsxwriter, python-docx, python-pptx, pypdf, lxml, beautifulsoup4, regex, tabulate";

const WITH_CODE = [
  "You answer by writing Python and running it; the person sees your code, its output, tables and plots.",
  `Python runs in a sandbox without network. Available: ${PACKAGES}. Nothing else can be installed.`,
  "Variables stay between cells. Write files for the person to /mnt/data, and link to each as [name](sandbox:/mnt/data/name). Plots appear when shown with plt.show(); the last expression of a cell is displayed. Begin each cell with a comment line that says what it does.",
  "When a cell fails, read the traceback, correct the code and run it again. Answer in short Markdown, with numbers only as the code printed them.",
];

/**
 * What a model is told before the assistant's own instructions: what it can do here, and which files there are. Without
 * Python there is nothing to tell but what the assistant's own say.
 */
export function instructionsFor(own: string, turns: readonly Turn[], withCode = true): string {
  const parts = withCode ? [...WITH_CODE, filesOf(turns), own] : [own];
  return parts.filter((part) => part !== "").join("\n\n");
}

/** Both forms of a file's path: by its name, and the API's own, by its id. */
function filesOf(turns: readonly Turn[]): string {
  const files = new Map(
    turns.flatMap((turn) => (turn.role === "user" ? turn.files.map(({ name, id }) => [name, id]) : [])),
  );
  if (files.size === 0) return "The person gave no files.";
  const lines = [...files].map(([name, id]) => `- /mnt/data/${name} (the same file: /mnt/data/${id})`);
  return ["Files of the person:", ...lines].join("\n");
}
