/** The numbers that can be set, with the bounds that the manifest gives; a test holds the two to each other. */
export const NUMBERS = {
  cellTimeoutSeconds: { usual: 120, min: 1, max: 3600 },
  memoryMegabytes: { usual: 900, min: 400, max: 4000 },
  outputMegabytes: { usual: 256, min: 1, max: 4096 },
  fileMegabytes: { usual: 2048, min: 1, max: 100_000 },
  sessionIdleMinutes: { usual: 30, min: 1, max: 1440 },
  sessionLifetimeMinutes: { usual: 60, min: 1, max: 1440 },
} as const;
export type NumberSetting = keyof typeof NUMBERS;

/** What is no number counts as not set; what is out of bounds is the bound. */
export function numberOf(name: NumberSetting, value: unknown): number {
  const { usual, min, max } = NUMBERS[name];
  if (typeof value !== "number" || Number.isNaN(value)) return usual;
  return Math.min(max, Math.max(min, value));
}

export function booleanOf(value: unknown, usual: boolean): boolean {
  return typeof value === "boolean" ? value : usual;
}
