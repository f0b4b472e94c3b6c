import type { TextForm } from "./form.ts";
import { HTML, XML } from "./markup.ts";
import { MARKDOWN, TEX } from "./written.ts";

const FORMS: readonly (readonly [RegExp, TextForm])[] = [
  [/\.(md|markdown)$/i, MARKDOWN],
  [/\.(tex|latex|sty)$/i, TEX],
  [/\.(html?|xhtml)$/i, HTML],
  [/\.(xml|svg|rss|atom|xsd|xsl|gpx|kml)$/i, XML],
];

/** The form that a file's name tells, or null for plain text. */
export function formOf(name: string): TextForm | null {
  return FORMS.find(([names]) => names.test(name))?.[1] ?? null;
}
