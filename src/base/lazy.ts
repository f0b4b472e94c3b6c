/**
 * A value that is made with its first use, once; whoever asks meanwhile waits for the same one. A failure is not
 * remembered: the next use tries again.
 */
export function lazy<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => {
    made ??= make().catch((error: unknown) => {
      made = undefined;
      throw error;
    });
    return made;
  };
}
