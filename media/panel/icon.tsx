/** A codicon; it says nothing that its button's title or the text beside it does not. */
export function Icon({ name, tone }: { name: string; tone?: "ok" | "warn" | "err" }) {
  return <span class={`codicon codicon-${name} ${tone ?? ""}`} aria-hidden="true" />;
}
