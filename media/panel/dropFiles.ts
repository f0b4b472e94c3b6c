import { useEffect, useState } from "preact/hooks";
import { t } from "../../src/base/l10n.ts";
import { MAX_DROPPED_BYTES, MAX_DROPPED_FILES } from "../../src/panel/dropLimits.ts";
import { bytesText } from "./format.ts";
import { request } from "./host.ts";

// How VS Code's explorer names what is dragged, then how everyone does.
const URI_TYPES = ["application/vnd.code.uri-list", "text/uri-list"];

/** Takes in files that are dropped anywhere on the page; true while some are held over it. */
export function useFileDrop(): boolean {
  const [isOver, setOver] = useState(false);
  useEffect(() => {
    const onDragOver = (event: DragEvent): void => {
      if (!hasFiles(event.dataTransfer)) return;
      event.preventDefault();
      event.dataTransfer.dropEffect = "copy";
      setOver(true);
    };
    // Leaving an element for one inside the page is no leaving.
    const onDragLeave = (event: DragEvent): void => {
      if (event.relatedTarget === null) setOver(false);
    };
    const onDrop = (event: DragEvent): void => {
      setOver(false);
      if (!hasFiles(event.dataTransfer)) return;
      event.preventDefault();
      void attachDropped(event.dataTransfer);
    };
    document.addEventListener("dragover", onDragOver);
    document.addEventListener("dragleave", onDragLeave);
    document.addEventListener("drop", onDrop);
    return () => {
      document.removeEventListener("dragover", onDragOver);
      document.removeEventListener("dragleave", onDragLeave);
      document.removeEventListener("drop", onDrop);
    };
  }, []);
  return isOver;
}

/** Attaches files that have no path here. Rejects with a sentence when one is too large. */
export async function attachFiles(files: FileList): Promise<void> {
  if (files.length > MAX_DROPPED_FILES) throw tooMany();
  for (const file of files) {
    if (file.size > MAX_DROPPED_BYTES) {
      const [size, most] = [bytesText(file.size), bytesText(MAX_DROPPED_BYTES)];
      throw new Error(
        t(
          "{0} has {1}; from other programs at most {2} can be taken. Attach it by the button.",
          file.name,
          size,
          most,
        ),
      );
    }
    const bytes = await file.bytes().catch(() => null);
    if (bytes === null) throw new Error(t("{0} is a folder, or cannot be read. Drop files.", file.name));
    await request("attachBytes", { name: file.name || "pasted", bytes });
  }
}

async function attachDropped(data: DataTransfer): Promise<void> {
  // What was dropped can be read only until this returns for the first time.
  const lines = URI_TYPES.map((type) => data.getData(type)).find((text) => text.trim() !== "") ?? "";
  const uris = lines.split(/\r?\n/).filter((line) => line !== "" && !line.startsWith("#"));
  if (uris.length > MAX_DROPPED_FILES) throw tooMany();
  if (uris.length > 0) await request("attachUris", { uris });
  else await attachFiles(data.files);
}

function hasFiles(data: DataTransfer | null): data is DataTransfer {
  return data !== null && [...URI_TYPES, "Files"].some((type) => data.types.includes(type));
}

function tooMany(): Error {
  return new Error(
    t("At most {0} files can be attached at once. Pack them into a ZIP file.", MAX_DROPPED_FILES),
  );
}
