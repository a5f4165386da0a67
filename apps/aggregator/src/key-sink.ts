import type { DigestedAccount } from '@keysweep/core';

/** Where the keys of a summary go, account by account in its order; whoever hands them over forgets them. */
export interface KeySink {
  /** Resolves when there is room for the next account. Never throws. */
  take(account: DigestedAccount): Promise<void>;
}
