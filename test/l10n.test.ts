import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseSync } from "oxc-parser";
import { expect, it } from "vitest";
import { z } from "zod";
import { t, useTranslations } from "../src/base/l10n.ts";

const files = ["src", "media"].flatMap((root) =>
  readdirSync(root, { recursive: true, encoding: "utf8" })
    .filter((name) => /\.tsx?$/.test(name) && !name.endsWith(".d.ts"))
    .map((name) => join(root, name)),
);

/** First arguments of all calls of `t` in a file; null where it is no literal. */
function textsIn(file: string): (string | null)[] {
  const found: (string | null)[] = [];
  const visit = (node: unknown): void => {
    if (Array.isArray(node)) node.forEach(visit);
    if (typeof node !== "object" || node === null) return;
    const call = callSchema.safeParse(node);
    if (call.success) {
      const [first] = call.data.arguments;
      found.push(first?.type === "Literal" && typeof first.value === "string" ? first.value : null);
    }
    Object.values(node).forEach(visit);
  };
  visit(parseSync(file, readFileSync(file, "utf8")).program);
  return found;
}

const callSchema = z.object({
  type: z.literal("CallExpression"),
  callee: z.object({ type: z.literal("Identifier"), name: z.literal("t") }),
  arguments: z.array(z.object({ type: z.string(), value: z.unknown().optional() })),
});

const texts = new Set(
  files
    .filter((file) =>
      /import \{[^}]*\bt\b[^}]*\} from "[^"]*base\/l10n\.ts"/.test(readFileSync(file, "utf8")),
    )
    .flatMap((file) => textsIn(file).map((text) => text ?? `not a literal, in ${file}`)),
);
const bundle = z
  .record(z.string(), z.string().min(1))
  .parse(JSON.parse(readFileSync("l10n/bundle.l10n.ko.json", "utf8")));
const holes = (text: string): string[] => (text.match(/\{\d\}/g) ?? []).sort();

it("is complete: every text of the program is translated, and nothing else", () => {
  expect(texts.size).toBeGreaterThan(100);
  expect(Object.keys(bundle).sort()).toEqual([...texts].sort());
});

it("keeps the values that are put into each text", () => {
  for (const [text, korean] of Object.entries(bundle)) expect(holes(korean), text).toEqual(holes(text));
});

it("gives a text in the language that is set, else in English", () => {
  useTranslations({ "{0} of {1} rows": "{1}행 중 {0}행" });
  expect(t("{0} of {1} rows", 4, 56)).toBe("56행 중 4행");
  expect(t("Hello {0}", "you")).toBe("Hello you");
  useTranslations({});
  expect(t("{0} of {1} rows", 4, 56)).toBe("4 of 56 rows");
});
