import { t } from "../../base/l10n.ts";
import type { Transcript } from "../../domain/transcript.ts";
import { cellsOf, inputsOf } from "./summary.ts";

/** Python that goes to where the code finds its files, as it ran in /mnt/data; null for code that uses no files. */
export function setupCode(transcript: Transcript): string | null {
  const usesFiles = inputsOf(transcript).length > 0 || transcript.files.length > 0;
  if (!usesFiles && !cellsOf(transcript).some(({ code }) => code.includes("/mnt/data"))) return null;
  return [
    `# ${t("The code ran in this folder.")}`,
    "import os",
    "",
    'if os.path.isdir("/mnt/data"):',
    '    os.chdir("/mnt/data")',
  ].join("\n");
}
