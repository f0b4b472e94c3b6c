import { request } from "./host.ts";
import { Icon } from "./icon.tsx";

/** Before the first question: what this is, and something to try it on. */
export function EmptyState({ samples }: { samples: readonly string[] }) {
  return (
    <main class="empty">
      <p>
        Ask about a file: right-click it and choose <b>Analyze with Interpreter</b>, or attach it below.
        Python runs in a sandbox on this machine, and what it makes appears here and in Outputs.
      </p>
      <p class="quiet">Try it on a sample:</p>
      <div class="suggestions">
        {samples.map((name) => (
          <button key={name} onClick={() => void request("openSample", { name })}>
            <Icon name="table" /> {name}
          </button>
        ))}
      </div>
    </main>
  );
}
