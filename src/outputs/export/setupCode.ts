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

/** Where the code expects files, and how it can be run elsewhere; `inputs`: names of the files that it was given. */
export function whereText(inputs: readonly string[]): string {
  const where = t(
    "The code ran in /mnt/data. To run it again, put its files there, or replace /mnt/data in the code by the folder that has them.",
  );
  return inputs.length === 0 ? where : `${where} ${t("It was given: {0}.", inputs.join(", "))}`;
}
