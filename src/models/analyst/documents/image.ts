import type { FileRef } from "../../../domain/file.ts";
import { notWhatItSays } from "../bytes/identify.ts";
import { oneLine, pathOf, type Playbook } from "../playbook.ts";
import { type Facts, factsOf, failureOf } from "../results.ts";
import { literal } from "../words.ts";

/** A picture: its form, what its camera wrote into it, a small copy, and how light and colours are spread. */
export function* imagePlaybook(file: FileRef): Playbook {
  let looked = yield { say: `I'll open ${literal(file.name)}.`, code: lookCode(file, false) };
  const isCut = failureOf(looked)?.includes("truncated") === true;
  if (isCut)
    looked = yield { say: "Its end is missing; I'll take what there is.", code: lookCode(file, true) };
  const failure = failureOf(looked);
  if (failure !== null) return yield* notWhatItSays(file, "picture", failure);
  const facts = factsOf(looked);
  if (facts.has("too large")) {
    return `${formOf(file, facts)}. That is too large to be unpacked here, so I have read only its header.`;
  }
  const measured = factsOf(yield { say: "Now its light and colours.", code: measureCode(file, isCut) });
  const points = pointsOf(new Map([...facts, ...measured]));
  return [
    `${formOf(file, facts)}${isCut ? "; the file ends before its picture does" : ""}.`,
    points.map((point) => `- ${point}`).join("\n"),
    "What is to be seen in it I cannot tell; for that, choose a model that sees pictures.",
  ]
    .filter((part) => part !== "")
    .join("\n\n");
}

function formOf(file: FileRef, facts: Facts): string {
  const size = `${facts.get("width")} × ${facts.get("height")} pixels`;
  const frames = facts.get("frames") ?? "1";
  const many = frames === "1" ? "" : `, ${frames} frames`;
  return `**${literal(file.name)}** is a ${facts.get("format")} picture of ${size}, mode ${facts.get("mode")}${many}`;
}

function pointsOf(facts: Facts): string[] {
  const taken = [facts.get("camera"), facts.get("taken")].filter((part) => part !== undefined);
  const entries = facts.get("entries of its camera");
  const none = entries === undefined || entries === "0";
  const [mean, dark, light] = ["mean brightness", "dark", "light"].map((key) => facts.get(key));
  const colours = facts.get("main colours");
  return [
    none
      ? "no EXIF data"
      : `EXIF entries: ${entries}${taken.length > 0 ? ` (${literal(taken.join(", "))})` : ""}`,
    ...(facts.has("place")
      ? ["it holds the place where it was taken: think of that before you share it"]
      : []),
    ...((facts.get("transparent") ?? "0%") !== "0%"
      ? [`transparent: ${facts.get("transparent")} of it`]
      : []),
    ...(mean === undefined ? [] : [`mean brightness ${mean}; ${dark} of it dark, ${light} of it light`]),
    ...(colours === undefined ? [] : [`main colours: ${colours}`]),
  ];
}

const open = (file: FileRef, isCut: boolean): string => `from PIL import ExifTags, Image, ImageFile, ImageOps

${isCut ? "ImageFile.LOAD_TRUNCATED_IMAGES = True\n" : ""}Image.MAX_IMAGE_PIXELS = None
image = Image.open(${pathOf(file)})
`;

function lookCode(file: FileRef, isCut: boolean): string {
  return `# Look at ${oneLine(file.name)}
import pandas as pd
${open(file, isCut)}
width, height = image.size
print(f"format: {image.format}")
print(f"width: {width}")
print(f"height: {height}")
print(f"mode: {image.mode}")
print(f"frames: {getattr(image, 'n_frames', 1)}")
# Unpacked it takes four bytes a pixel or more, however small the file is; even its EXIF data may need that
if width * height > 60_000_000:
    print("too large: yes")
    small = None
else:
    exif = image.getexif()
    entries = {ExifTags.TAGS.get(tag, str(tag)): value for tag, value in [*exif.items(), *exif.get_ifd(ExifTags.IFD.Exif).items()]}
    entries = {name: " ".join(str(value).split())[:80] for name, value in entries.items() if name not in ("MakerNote", "ExifOffset", "GPSInfo")}
    print(f"entries of its camera: {len(entries)}")
    if "Model" in entries:
        print(f"camera: {entries['Model']}")
    if taken := entries.get("DateTimeOriginal", entries.get("DateTime")):
        print(f"taken: {taken}")
    if exif.get_ifd(ExifTags.IFD.GPSInfo):
        print("place: yes")
    if entries:
        display(pd.DataFrame({"entry": list(entries), "value": list(entries.values())}))
    small = ImageOps.exif_transpose(image)
    small.thumbnail((480, 480))
    small = small if small.mode in ("1", "L", "LA", "RGB", "RGBA", "P") else small.convert("RGB")
small
`;
}

function measureCode(file: FileRef, isCut: boolean): string {
  return `# Measure the light and the colours of ${oneLine(file.name)}
import matplotlib.pyplot as plt
import numpy as np
${open(file, isCut)}
# Fewer pixels tell the same
image.thumbnail((1000, 1000))
if image.mode in ("I", "F") or image.mode.startswith("I;"):
    values = np.asarray(image, dtype=float)
    image = Image.fromarray(np.uint8(255 * (values - values.min()) / max(1e-9, np.ptp(values))))
if "A" in image.getbands() or "transparency" in image.info:
    alpha = np.asarray(image.convert("RGBA"))[..., 3]
    print(f"transparent: {(alpha < 128).mean():.0%}")
pixels = np.asarray(image.convert("RGB"))
brightness = np.asarray(image.convert("L"), dtype=float)
print(f"mean brightness: {brightness.mean():.0f} of 255")
print(f"dark: {(brightness < 64).mean():.0%}")
print(f"light: {(brightness > 192).mean():.0%}")
few = image.convert("RGB").quantize(4)
palette = few.getpalette()
shares = sorted(((count / (few.width * few.height), palette[3 * index : 3 * index + 3]) for count, index in few.getcolors()), reverse=True)
print("main colours: " + ", ".join(f"#{red:02x}{green:02x}{blue:02x} ({share:.0%})" for share, (red, green, blue) in shares))
plt.figure(figsize=(7, 3.6), dpi=110, layout="constrained")
is_grey = (pixels == pixels[..., :1]).all()
for channel, (name, colour) in enumerate([("brightness", "#555555")] if is_grey else [("red", "#b5534f"), ("green", "#4f9d69"), ("blue", "#3b7dd8")]):
    counts, edges = np.histogram(pixels[..., channel], bins=64, range=(0, 256))
    plt.stairs(counts / pixels[..., 0].size * 100, edges, fill=True, alpha=0.4, color=colour, label=name)
plt.xlabel("value")
plt.ylabel("% of the pixels")
plt.legend(frameon=False)
plt.title("Spread of brightness" if is_grey else "Spread of the colours")
plt.show()
`;
}
