import type { Context } from "hono";
import { includesSchema } from "./newResponse.ts";

/** What a query asks to be given as well, in any of the forms in which clients write lists. */
export function includesOf(c: Context): string[] {
  const given = Object.entries(c.req.queries()).flatMap(([name, values]) =>
    /^include(\[\d*\])?$/.test(name) ? values : [],
  );
  return includesSchema.parse(given, { reportInput: true });
}
