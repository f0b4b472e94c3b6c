// A language's table belongs to the whole process, like the language itself: set once, before anything is shown.
let translations: Readonly<Record<string, string>> = {};

/** Takes the table of the person's language: English text to translated text, as VS Code's `l10n.bundle` gives it. */
export function useTranslations(bundle: Readonly<Record<string, string>>): void {
  translations = bundle;
}

/** `text` in the person's language, with `{0}`, `{1}`, … replaced by `values`; English where it is not translated. */
export function t(text: string, ...values: readonly (string | number)[]): string {
  return (translations[text] ?? text).replace(/\{(\d+)\}/g, (hole, index: string) =>
    String(values[Number(index)] ?? hole),
  );
}
