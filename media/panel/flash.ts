/** Brings an output into view, and marks it for a moment. */
export function flashOutput(id: string): void {
  const output = document.getElementById(id);
  if (output === null) return;
  output.scrollIntoView({ block: "center" });
  // So that the keyboard and a screen reader go on from there.
  output.tabIndex = -1;
  output.focus({ preventScroll: true });
  output.classList.remove("flash");
  // Reading its size ends the animation that may still run.
  void output.offsetWidth;
  output.classList.add("flash");
  output.addEventListener("animationend", () => output.classList.remove("flash"), { once: true });
}
