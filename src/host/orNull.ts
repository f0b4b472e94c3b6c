/**
 * What is read from the settings, or null where something is wrong in them: that is told when a question is asked, and what
 * is only shown must not fail.
 */
export function orNull<T>(read: () => T): T | null {
  try {
    return read();
  } catch {
    return null;
  }
}
