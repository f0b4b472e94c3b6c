import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Component } from "./component.ts";
import type { SiteImage } from "./siteImage.ts";

type Row = readonly [name: string, version: string, license: string, text: string];

// What is inside of Pyodide and of the wheels without being a package of its own. The versions are those that it
// reports, or else what it came with. The text is a file of licenses/, or one in the image.
const LIBRARIES: readonly Row[] = [
  ["CPython", "3.14.2", "PSF-2.0", "cpython"],
  ["Emscripten", "5.0.3", "MIT OR NCSA", "emscripten"],
  ["musl", "emscripten-5.0.3", "MIT", "musl"],
  ["libc++", "emscripten-5.0.3", "Apache-2.0 WITH LLVM-exception", "llvm"],
  ["HACL*", "cpython-3.14.2", "MIT", "hacl"],
  ["Expat", "2.7.3", "MIT", "expat"],
  ["libmpdec", "2.5.1", "BSD-2-Clause", "libmpdec"],
  ["libffi", "pyodide-314.0.3", "MIT", "libffi"],
  ["zlib", "1.3.1", "Zlib", "zlib"],
  ["bzip2", "pyodide-314.0.3", "bzip2-1.0.6", "bzip2"],
  ["XZ Utils", "5.2.2", "0BSD", "xz"],
  ["Zstandard", "1.5.7", "BSD-3-Clause", "zstd"],
  ["SQLite", "3.39.0", "blessing", "sqlite"],
  ["OpenBLAS", "0.3.28", "BSD-3-Clause", "openblas"],
  ["FreeType", "2.13.3", "FTL", "freetype"],
  ["libjpeg", "9.0", "IJG", "libjpeg"],
  ["LibTIFF", "4.4.0", "libtiff", "libtiff"],
  ["libwebp", "1.2.2", "BSD-3-Clause", "libwebp"],
  ["libxml2", "2.9.10", "MIT", "libxml2"],
  ["libxslt", "1.1.33", "MIT", "libxslt"],
];

const MATPLOTLIB = "matplotlib/mpl-data/fonts";
/** The fonts in the image, by the beginning of their paths. */
const FONTS: readonly (readonly [path: string, row: Row])[] = [
  ["cvttf_NotoSansCJK_Regular/NotoSansCJK", ["Noto Sans CJK", "1.004", "OFL-1.1", "noto-cjk"]],
  [
    `${MATPLOTLIB}/ttf/DejaVu`,
    ["DejaVu fonts", "2.37", "Bitstream-Vera", `${MATPLOTLIB}/ttf/LICENSE_DEJAVU`],
  ],
  [`${MATPLOTLIB}/ttf/STIX`, ["STIX fonts", "1.0", "LicenseRef-STIX", `${MATPLOTLIB}/ttf/LICENSE_STIX`]],
  [`${MATPLOTLIB}/ttf/cm`, ["BaKoMa fonts", "1.1", "LicenseRef-BaKoMa", "bakoma"]],
  [
    `${MATPLOTLIB}/pdfcorefonts/`,
    ["PDF core font metrics", "4.1", "APAFML", `${MATPLOTLIB}/pdfcorefonts/readme.txt`],
  ],
];
const FONT = /\.(ttf|otf|woff2?|pfb)$/i;

/** Libraries and fonts inside of the embedded Python. Throws when it has a font that is not listed here. */
export async function embeddedComponents(site: SiteImage): Promise<Component[]> {
  const unknown = site.paths.filter(
    (path) => FONT.test(path) && !FONTS.some(([prefix]) => path.startsWith(prefix)),
  );
  if (unknown.length > 0) throw new Error(`The licence of these fonts is not known: ${unknown.join(", ")}.`);
  const rows = [...LIBRARIES, ...FONTS.map(([, row]) => row)];
  return Promise.all(
    rows.map(async ([name, version, license, text]) => ({
      name,
      version,
      license,
      texts: [text.includes("/") ? site.text(text) : await licenseText(text)],
      purl: `pkg:generic/${encodeURIComponent(name.toLowerCase().replaceAll(" ", "-"))}@${version}`,
    })),
  );
}

/** A text of the folder licenses/. */
export async function licenseText(name: string): Promise<string> {
  return readFile(join(import.meta.dirname, "licenses", `${name}.txt`), "utf8");
}
