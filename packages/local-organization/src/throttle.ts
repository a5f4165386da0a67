import type { OperationPattern } from './operation-pattern.ts';
import { matchesOperation } from './operation-pattern.ts';

/** The size of a token bucket, and whether each account has its own. */
export interface ThrottleLimit {
  readonly ratePerSecond: number;
  readonly burst: number;
  readonly per: 'account' | 'organization';
}

interface Bucket {
  tokens: number;
  filledAt: number;
}

interface Throttle {
  readonly limit: ThrottleLimit;
  readonly buckets: Map<string, Bucket>;
}

/**
 * Token buckets in front of the operations, in real time. Accounts are those of the callers: AWS counts a cross-account
 * AssumeRole for the calling account alone. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 */
export class Throttles {
  readonly #throttles = new Map<OperationPattern, Throttle>();

  /** Sets the bucket of a pattern, full; it replaces an earlier one of the same pattern. */
  set(pattern: OperationPattern, limit: ThrottleLimit): void {
    this.#throttles.set(pattern, { limit, buckets: new Map() });
  }

  /** Takes the bucket of a pattern away. */
  remove(pattern: OperationPattern): void {
    this.#throttles.delete(pattern);
  }

  /** Takes all buckets away. */
  clear(): void {
    this.#throttles.clear();
  }

  /** Whether a call is let through; it costs one token of every bucket whose pattern fits. */
  admits(operation: string, callerAccountId: string): boolean {
    for (const [pattern, throttle] of this.#throttles) {
      if (matchesOperation(pattern, operation) && !take(throttle, callerAccountId)) return false;
    }
    return true;
  }
}

function take({ limit, buckets }: Throttle, accountId: string): boolean {
  const owner = limit.per === 'account' ? accountId : '';
  const now = performance.now();
  const bucket = buckets.get(owner) ?? { tokens: limit.burst, filledAt: now };
  buckets.set(owner, bucket);
  const refilled = ((now - bucket.filledAt) / 1000) * limit.ratePerSecond;
  bucket.tokens = Math.min(limit.burst, bucket.tokens + refilled);
  bucket.filledAt = now;
  if (bucket.tokens < 1) return false;
  bucket.tokens -= 1;
  return true;
}
