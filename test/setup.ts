import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";

/** What tests need that npm does not have: Debian's bubblewrap. Installed where that is ours to do, else named. */
export default function setup(): void {
  if (process.platform !== "linux" || existsSync("/usr/bin/bwrap")) return;
  if (process.getuid?.() !== 0 || !existsSync("/usr/bin/apt-get")) {
    process.stdout.write(
      "Missing: bubblewrap (Debian and Ubuntu: sudo apt-get install bubblewrap). Tests of that layer fail.\n",
    );
    return;
  }
  process.stdout.write("Installing Debian's bubblewrap for the tests.\n");
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  execFileSync("apt-get", ["update", "-qq"], { env, stdio: "ignore" });
  execFileSync("apt-get", ["install", "-y", "-qq", "bubblewrap"], { env, stdio: "ignore" });
}
