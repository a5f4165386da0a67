import { describe, expect, it } from 'vitest';
import { approvalSchema } from './approval.ts';
import { readRecord } from './read-record.ts';
import { anApproval } from './testing/approval.ts';

describe('an approval', () => {
  it('says which run, by whom and why', () => {
    expect(readRecord(approvalSchema, anApproval()).state).toBe('known');
  });

  it.each<[string, unknown]>([
    ['nobody', anApproval({ by: '' })],
    ['somebody without a name', anApproval({ by: ' \n' })],
    ['somebody without a reason', anApproval({ reason: '' })],
    ['somebody with a blank reason', anApproval({ reason: '  ' })],
    ['somebody who says too much', anApproval({ reason: 'x'.repeat(1025) })],
    ['somebody with a long name', anApproval({ by: 'x'.repeat(1025) })],
    ['somebody, of no run', anApproval({ runId: 'the last one' })],
    ['somebody who leaves the reason out', { runId: '20261120T235500Z', by: 'olivia' }],
    ['nothing at all', {}],
    ['a word', 'yes'],
  ])('is none by %s', (_, said) => {
    expect(readRecord(approvalSchema, said).state).toBe('unknown');
  });
});
