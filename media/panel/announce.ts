// There from the start: what comes into the page together with its text is not read out everywhere.
const region = document.createElement("div");
region.className = "sr-only";
region.setAttribute("role", "status");
document.body.append(region);

/** Has screen readers say it; nothing is seen. */
export function announce(text: string): void {
  region.textContent = text;
}
