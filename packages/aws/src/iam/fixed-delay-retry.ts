import type { IAMClientConfig } from '@aws-sdk/client-iam';
import { KeysweepError } from '@keysweep/core';

type RetryStrategy = Extract<NonNullable<IAMClientConfig['retryStrategy']>, { acquireInitialRetryToken: unknown }>;

/**
 * A retry strategy that waits the same time before each attempt. What is worth retrying is still the SDK's judgement;
 * only the waiting differs, so a rehearsal meets the same failures in less time.
 */
export function fixedDelayRetry(maxAttempts: number, delayMs: number): RetryStrategy {
  const token = (retries: number) => ({
    getRetryCount: () => retries,
    getRetryDelay: () => (retries === 0 ? 0 : delayMs),
    getRetryCost: () => undefined,
  });
  return {
    acquireInitialRetryToken: () => Promise.resolve(token(0)),
    refreshRetryTokenForRetry: (used, { errorType }) => {
      const retryable = errorType === 'THROTTLING' || errorType === 'TRANSIENT';
      const retries = used.getRetryCount() + 1;
      // The SDK catches this and throws the service's error instead.
      if (!retryable || retries >= maxAttempts) return Promise.reject(new KeysweepError('internal', 'no attempt left'));
      return Promise.resolve(token(retries));
    },
    recordSuccess: () => undefined,
  };
}
