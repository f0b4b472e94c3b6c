import themes from "../../fixtures/panelThemes.json" with { type: "json" };

export const THEME_KINDS = ["dark", "light", "high-contrast", "high-contrast-light"] as const;
export type ThemeKind = (typeof THEME_KINDS)[number];

/** What VS Code gives to the page of a webview. */
export interface Theme {
  /** Of the body. */
  readonly classes: readonly string[];
  /** VS Code's own style sheet, below everything of the page. */
  readonly styles: string;
  /** Custom properties of the root element by name. */
  readonly variables: Readonly<Record<string, string>>;
}

/** The theme as it was captured from a real VS Code; see captureThemes.ts. */
export function themeOf(kind: ThemeKind): Theme {
  const place = themes.kinds.indexOf(kind);
  const variables = Object.entries(themes.variables as Record<string, (string | null)[]>).flatMap(
    ([name, values]) => (typeof values[place] === "string" ? [[name, values[place]] as const] : []),
  );
  return {
    classes: themes.classes[place] ?? [],
    styles: themes.styles,
    variables: Object.fromEntries(variables),
  };
}
