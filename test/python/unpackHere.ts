// `node unpackHere.ts RUNTIME_DIR PACKED_DIR FALLBACK_DIR`: a process of its own that finds or unpacks a runtime, and says
// where it is, or what went wrong. It prints "unpacking" with its first progress.
import { sentenceOf } from "../../src/base/errors.ts";
import { runtimeFolder } from "../../src/python/pyodide/runtimeFolder.ts";

const [, , runtimeDir = "", dir = "", fallbackDir = ""] = process.argv;
const say = (line: string): void => void process.stdout.write(`${line}\n`);
try {
  const folder = await runtimeFolder(runtimeDir, {
    dir,
    fallbackDir,
    show: async (work) => {
      let isFirst = true;
      await work(() => {
        if (isFirst) say("unpacking");
        isFirst = false;
      });
    },
  });
  say(`ready in ${folder}`);
} catch (error) {
  say(sentenceOf(error));
}
