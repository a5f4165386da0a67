/** What came of work that a person may interrupt. */
export type Interruptible<T> = { readonly interrupted: false; readonly value: T } | { readonly interrupted: true };

/**
 * Works until it is done, or until Ctrl-C: then the signal tells the work to stop, and what it still throws is not passed on.
 * A second Ctrl-C ends the process as it always does.
 */
export async function untilInterrupted<T>(work: (signal: AbortSignal) => Promise<T>): Promise<Interruptible<T>> {
  const controller = new AbortController();
  const stop = (): void => controller.abort();
  process.once('SIGINT', stop);
  try {
    return { interrupted: false, value: await work(controller.signal) };
  } catch (error) {
    if (controller.signal.aborted) return { interrupted: true };
    throw error;
  } finally {
    process.removeListener('SIGINT', stop);
  }
}
