import type { ExecutionState } from '@keysweep/aws';
import { KeysweepError } from '@keysweep/core';

/**
 * The id of the summary that an execution published. Throws `run-failed` for one that did not succeed, `run-duplicate` where
 * another one was at work on the same run, `approval-refused` with the words of the centre.
 */
export function demandSucceeded(executionArn: string, { status, output, error, cause }: ExecutionState): string {
  if (status !== 'SUCCEEDED') throw failed({ executionArn, status, error, cause });
  const result = JSON.parse(output ?? '{}') as Readonly<Record<string, unknown>> | null;
  if (result?.['Error'] === 'RunDuplicate')
    throw new KeysweepError('run-duplicate', messageIn(String(result['Cause'])), {
      hint: 'nothing was done twice: follow the other one, keysweep sweep --follow latest',
    });
  const [, id] = /^summaries\/([\w-]+)$/.exec(String(result?.['summary'])) ?? [];
  if (id !== undefined) return id;
  throw new KeysweepError('run-failed', `the execution ${executionArn} names no summary that it published`, {
    hint: 'is what is deployed of another version of keysweep?',
  });
}

function failed({
  executionArn,
  status,
  error,
  cause,
}: Omit<ExecutionState, 'startedAt' | 'input' | 'output'> & {
  readonly executionArn: string;
}): KeysweepError {
  const why = messageIn(cause ?? 'no cause was given');
  if (error === 'ApprovalRefused')
    return new KeysweepError('approval-refused', why, { hint: 'nothing was revoked by this approval' });
  const ends: Readonly<Record<string, string>> = { TIMED_OUT: 'took too long', ABORTED: 'was stopped by somebody' };
  return new KeysweepError(
    'run-failed',
    `the execution ${executionArn} ${ends[status] ?? 'failed'}${error === null ? '' : `: ${error}: ${why}`}`,
    { hint: 'what it had done by then is in the newest summary; a later run goes on from there' },
  );
}

/** What Lambda says of an error is JSON, which may have been cut. */
function messageIn(cause: string): string {
  const [, text] = /"errorMessage":("(?:[^"\\]|\\.)*")/.exec(cause) ?? [];
  return text === undefined ? cause : (JSON.parse(text) as string);
}
