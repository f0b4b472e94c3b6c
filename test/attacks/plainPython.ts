// Pyodide as it comes, in an ordinary Node: what the attacks do to it shows that they are attacks.
import { loadPyodide } from "pyodide";

const pyodide = await loadPyodide();

process.on("message", (code) => {
  void answer(String(code));
});
process.on("disconnect", () => process.exit());
process.send?.("ready");

async function answer(code: string): Promise<void> {
  let text = "";
  const batched = (line: string): void => void (text += `${line}\n`);
  pyodide.setStdout({ batched });
  pyodide.setStderr({ batched });
  try {
    await pyodide.runPythonAsync(code);
  } catch (error) {
    text += String(error);
  }
  process.send?.(text);
}
