import { useRef, useState } from "preact/hooks";
import { t } from "../../src/base/l10n.ts";
import type { Output } from "../../src/domain/output.ts";
import { ActionButton } from "./actionButton.tsx";
import { fileUri } from "./format.ts";
import { request } from "./host.ts";

type ImageOutput = Extract<Output, { kind: "image" }>;

// Sizes of pictures that were shown before, so that one which comes back does not make the page jump.
const ratios = new Map<string, string>();
// What plots usually have; it is replaced once the picture is there.
const USUAL_RATIO = "4 / 3";

/** A picture that a cell showed; a press opens it in VS Code's own preview. */
export function Picture({ output: { file, alt }, filesUri }: { output: ImageOutput; filesUri: string }) {
  const image = useRef<HTMLImageElement>(null);
  const [state, setState] = useState<"loading" | "shown" | "missing">("loading");
  const { name } = file;
  const open = (): Promise<void> => request("openFile", { name });
  const onLoad = (): void => {
    const { naturalWidth, naturalHeight } = image.current!;
    ratios.set(file.id, `${naturalWidth} / ${naturalHeight}`);
    setState("shown");
  };
  return (
    <figure>
      {state === "missing" ? (
        <p class="note unshown">{t("The picture {0} cannot be loaded.", name)}</p>
      ) : (
        <button class="picture" aria-label={t("Open {0}", alt || name)} onClick={() => void open()}>
          <img
            ref={image}
            // The same name may stand for another picture later.
            src={`${fileUri(filesUri, name)}?${encodeURIComponent(file.id)}`}
            alt={alt || name}
            // Else its content could not be copied.
            crossOrigin="anonymous"
            style={
              state === "shown" ? {} : { aspectRatio: ratios.get(file.id) ?? USUAL_RATIO, width: "100%" }
            }
            onLoad={onLoad}
            onError={() => setState("missing")}
          />
        </button>
      )}
      <figcaption>
        <ActionButton label={t("Open")} of={name} run={open} />
        <ActionButton label={t("Save As…")} of={name} run={() => request("saveFile", { name })} />
        {state === "shown" && (
          <ActionButton
            label={t("Copy image")}
            of={name}
            done={t("Copied.")}
            run={() => copyPicture(image.current!)}
          />
        )}
        <ActionButton label={t("Reveal")} of={name} run={() => request("revealFile", { name })} />
      </figcaption>
    </figure>
  );
}

async function copyPicture(image: HTMLImageElement): Promise<void> {
  try {
    await navigator.clipboard.write([new ClipboardItem({ "image/png": pngOf(image) })]);
  } catch (cause) {
    throw new Error(t("The picture could not be copied. Save it by “Save As…” instead."), { cause });
  }
}

/** Its pixels: the page may not read the file itself. */
async function pngOf(image: HTMLImageElement): Promise<Blob> {
  const canvas = document.createElement("canvas");
  canvas.width = image.naturalWidth;
  canvas.height = image.naturalHeight;
  canvas.getContext("2d")?.drawImage(image, 0, 0);
  return new Promise((resolve, reject) =>
    canvas.toBlob((blob) => (blob === null ? reject(new Error("no picture")) : resolve(blob)), "image/png"),
  );
}
