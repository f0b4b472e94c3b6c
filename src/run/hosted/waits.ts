/** How long a hosted run waits for what; tests make them short. */
export interface Waits {
  /** Deadline of the run; the API's 10 minutes. */
  readonly runMs: number;
  /** Silence of a stream after which its connection is taken for dead. */
  readonly silenceMs: number;
  /** Between two looks at a response whose stream cannot be resumed. */
  readonly pollMs: number;
  /** How long such looks go on for a response that may have ended with its connection. */
  readonly pollForMs: number;
  /** Before the first repetition of a request that a busy provider refused; doubles each time. */
  readonly retryMs: number;
  /** A provider that wants more patience than this is given up on. */
  readonly patienceMs: number;
  /** Waits from here on are told to the person. */
  readonly tellMs: number;
  /** For providers that never answer a request for a container. */
  readonly containerMs: number;
  /** For what is put in order after a run was stopped. */
  readonly tidyMs: number;
}

export const DEFAULT_WAITS: Waits = {
  runMs: 600_000,
  silenceMs: 60_000,
  pollMs: 1000,
  pollForMs: 60_000,
  retryMs: 500,
  patienceMs: 60_000,
  tellMs: 3000,
  containerMs: 20_000,
  tidyMs: 5000,
};
