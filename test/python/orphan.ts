// Run by orphan.test.ts: starts an endless cell, says so, and is killed.
import { openLab } from "./embedded.ts";

const lab = await openLab({ bubblewrap: process.argv[2] === "bubblewrap" });
await lab.session.execute("print('begun')\nwhile True: pass", {
  onOutput: () => void process.stdout.write(`${lab.dataDir}\n`),
});
