/** What the log may know about a failure. */
export interface ErrorDescription {
  name: string;
  message: string;
  code?: string;
  frames: string[];
  cause?: ErrorDescription;
}

const MAX_MESSAGE = 300;
const MAX_FRAMES = 8;
const MAX_CAUSES = 3;

/**
 * An unexpected failure for the log, without what people typed: only the first line of each message, because database
 * errors append the values of the statement on the lines after it, and the stack's frames.
 */
export function describeError(error: unknown, depth = 0): ErrorDescription {
  if (!(error instanceof Error)) return { name: typeof error, message: '', frames: [] };
  const frames = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  return {
    name: error.name,
    message: (error.message.split('\n')[0] ?? '').slice(0, MAX_MESSAGE),
    ...('code' in error && typeof error.code === 'string' && { code: error.code }),
    frames: frames.slice(0, MAX_FRAMES).map((line) => line.trim()),
    ...(error.cause !== undefined && depth < MAX_CAUSES && { cause: describeError(error.cause, depth + 1) }),
  };
}
