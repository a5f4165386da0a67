import type { StartedSweep } from '@keysweep/core';

/** A sweep that was started and is not followed, in words. */
export function startedText({ policy, runId, executionArn, approves }: StartedSweep): string {
  const what = approves === null ? '' : `, which does what ${approves.runId} had planned`;
  return `The run ${runId} of ${policy} was started${what}.\n  ${executionArn}`;
}
