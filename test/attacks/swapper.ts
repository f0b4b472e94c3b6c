// Swaps two things under one name again and again, as fast as it can: `node swapper.ts TIMES NAME A B` renames A to NAME,
// then that back to A and B to NAME, and so on. Ends with whatever is there.
import { renameSync } from "node:fs";

const [, , times, name, first, second] = process.argv;
if (name === undefined || first === undefined || second === undefined) throw new Error("usage: see above");
for (let swap = 0; swap < Number(times); swap++) {
  const [now, next] = swap % 2 === 0 ? [first, second] : [second, first];
  renameSync(name, now);
  renameSync(next, name);
}
