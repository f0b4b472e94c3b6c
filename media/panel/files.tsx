import { memo } from "preact/compat";
import { t } from "../../src/base/l10n.ts";
import type { FileRef } from "../../src/domain/file.ts";
import { bytesText } from "./format.ts";
import { request } from "./host.ts";
import { Icon } from "./icon.tsx";

/** Files that a turn made. */
export const Files = memo(function Files({ files }: { files: readonly FileRef[] }) {
  if (files.length === 0) return null;
  return (
    <ul class="files" aria-label={t("Files made")}>
      {files.map(({ id, name, bytes, mime }) => (
        <li key={id}>
          <Icon name={iconOf(mime)} />
          <span class="name" title={name}>
            {name}
          </span>
          <span class="quiet">{bytesText(bytes)}</span>
          <span class="actions">
            <button
              class="link"
              aria-label={t("Open {0}", name)}
              onClick={() => void request("openFile", { name })}
            >
              {t("Open")}
            </button>
            <button
              class="link"
              aria-label={t("Save {0}", name)}
              onClick={() => void request("saveFile", { name })}
            >
              {t("Save")}
            </button>
            <button
              class="link"
              aria-label={t("Reveal {0} in Outputs", name)}
              onClick={() => void request("revealFile", { name })}
            >
              {t("Reveal")}
            </button>
          </span>
        </li>
      ))}
    </ul>
  );
});

function iconOf(mime: string): string {
  if (mime.startsWith("image/")) return "file-media";
  if (/csv|sheet|parquet/.test(mime)) return "table";
  if (/zip|tar|compressed/.test(mime)) return "file-zip";
  if (mime === "application/pdf") return "file-pdf";
  return /json|python|javascript|typescript/.test(mime) ? "file-code" : "file";
}
