import { known, unknown } from '@keysweep/core';
import { expect, it } from 'vitest';
import { usableStack } from './stack-status.ts';

const at = (status: string, statusReason: string | null = null) =>
  usableStack('keysweep-central', known({ id: 'id', status, statusReason }));

it.each(['CREATE_COMPLETE', 'UPDATE_COMPLETE', 'UPDATE_ROLLBACK_COMPLETE', 'IMPORT_COMPLETE'])(
  '%s can be deployed to',
  (status) => {
    expect(at(status)).toEqual({ name: 'keysweep-central', id: 'id' });
  },
);

it('one that is not there, or was deleted, can be made', () => {
  expect(usableStack('n', { state: 'absent' })).toEqual({ name: 'n', id: null });
  expect(at('DELETE_COMPLETE').id).toBeNull();
});

it.each([
  ['REVIEW_IN_PROGRESS', 'a change set that would create it waits'],
  ['UPDATE_IN_PROGRESS', 'wait until that is done'],
  ['UPDATE_COMPLETE_CLEANUP_IN_PROGRESS', 'wait until that is done'],
  ['ROLLBACK_COMPLETE', 'aws cloudformation delete-stack --stack-name keysweep-central'],
  ['ROLLBACK_FAILED', 'delete-stack'],
  ['CREATE_FAILED', 'delete-stack'],
  ['DELETE_FAILED', 'delete-stack'],
  ['UPDATE_ROLLBACK_FAILED', 'aws cloudformation continue-update-rollback'],
])('%s is refused, with what to do', (status, words) => {
  const refusal = expect.objectContaining({ code: 'deployment-refused', hint: expect.stringContaining(words) });
  expect(() => at(status, 'why')).toThrow(refusal);
  expect(() => at(status, 'why')).toThrow(`the stack keysweep-central is ${status}: why`);
});

it('one that cannot be read is refused', () => {
  const failure = { kind: 'access-denied', operation: 'o', code: 'AccessDenied', message: 'no' } as const;
  const refusal = expect.objectContaining({ hint: 'deploying takes an administrator of the account' });
  expect(() => usableStack('n', unknown(failure))).toThrow(refusal);
});
