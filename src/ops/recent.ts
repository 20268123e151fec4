/**
 * What `read` gave at most `maxAgeMs` ago, else a new reading. Whoever asks meanwhile gets the one under way. Null when
 * it fails or takes longer than `patienceMs`: an old figure must not pass for a new one.
 */
export function recent<T>(
  read: () => Promise<T>,
  { maxAgeMs, patienceMs }: { maxAgeMs: number; patienceMs: number },
): () => Promise<T | null> {
  let held: { value: T; at: number } | null = null;
  let reading: Promise<T | null> | null = null;

  const readNow = async () => {
    try {
      const value = await read();
      held = { value, at: performance.now() };
      return value;
    } catch {
      return null;
    } finally {
      reading = null;
    }
  };

  return async () => {
    if (held !== null && performance.now() - held.at < maxAgeMs) return held.value;
    reading ??= readNow();
    return within(reading, patienceMs);
  };
}

/** The value, or null when it takes longer. */
async function within<T>(value: Promise<T>, patienceMs: number): Promise<T | null> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), patienceMs);
  });
  try {
    return await Promise.race([value, late]);
  } finally {
    clearTimeout(timer);
  }
}
