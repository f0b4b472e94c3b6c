import type { Turn } from "./model.ts";

/** What a model is told before the assistant's own instructions: what it can do here, and which files there are. */
export function instructionsFor(own: string, turns: readonly Turn[]): string {
  const names = turns.flatMap((turn) => (turn.role === "user" ? turn.files.map(({ name }) => name) : []));
  const files = [...new Set(names)].map((name) => `- /mnt/data/${name}`);
  return [
    "You answer by writing Python and running it; the person sees your code, its output, tables and plots.",
    "Python runs in a sandbox without network. Available: the standard library, numpy, pandas, matplotlib, pillow, scipy, scikit-learn, seaborn, sympy, openpyxl, xlsxwriter, python-docx, python-pptx, pypdf, lxml, beautifulsoup4, regex, tabulate. Nothing else can be installed.",
    "Variables stay between cells. Write files for the person to /mnt/data. Plots appear when shown with plt.show(); the last expression of a cell is displayed. Begin each cell with a comment line that says what it does.",
    "When a cell fails, read the traceback, correct the code and run it again. Answer in short Markdown, with numbers only as the code printed them.",
    files.length > 0 ? `Files of the person:\n${files.join("\n")}` : "The person gave no files.",
    own,
  ]
    .filter((part) => part !== "")
    .join("\n\n");
}
