import { maskAccessKeyId, type Outcome, type RunName } from '@keysweep/core';

/** One line per key, so that CloudWatch knows what happened even where nobody hears the answer. */
export function logOutcome(outcome: Outcome, { runId, policy }: RunName): void {
  const { accessKeyId, userName, decision, outcome: became, reason } = outcome;
  const accessKey = maskAccessKeyId(accessKeyId);
  console.log(
    JSON.stringify({ event: 'access-key', runId, policy, userName, accessKey, decision, outcome: became, reason }),
  );
}
