import type * as vscode from "vscode";
import { showPicker } from "./picker.ts";
import type { At } from "./steps.ts";

/** Has one of a few rows picked, as a step; resolves to its value. Throws as `showPicker` does. */
export async function pickOne<T>(
  rows: readonly (vscode.QuickPickItem & { readonly value: T })[],
  title: string,
  placeholder: string,
  at: At<T>,
): Promise<T> {
  const isActiveFirst = ({ value }: { value: T }): boolean => value === at.last;
  const { value } = await showPicker({ title, placeholder, items: () => [...rows], isActiveFirst, at });
  return value;
}
