const STEP_MS = 30_000;
const PAUSE_MS = 50;

/** Resolves once `holds` gives true, which it is asked again and again; throws when it does not in time. */
export async function until(holds: () => Promise<boolean>, timeoutMs = STEP_MS): Promise<void> {
  const end = Date.now() + timeoutMs;
  while (!(await holds())) {
    if (Date.now() > end) throw new Error(`It did not come true in ${timeoutMs} ms: ${String(holds)}`);
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  }
}
