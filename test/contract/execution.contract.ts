import { describe, expect } from 'vitest';
import { contractTest, type Backend } from './contract.ts';

/** What the centre relies on where it asks whether another execution of a run is at work. */
export function describeExecutionContract(backend: Backend): void {
  describe('executions', () => {
    contractTest(backend, 'an execution that has not ended is at work', {
      world: {},
      holds: async (made) => {
        expect(await made.isExecutionAtWork(await made.execute(false))).toBe(true);
      },
    });

    contractTest(backend, 'an execution that has ended is not, nor is one that never was', {
      world: {},
      holds: async (made) => {
        const ended = await made.execute(true);
        expect(await made.isExecutionAtWork(ended)).toBe(false);
        expect(await made.isExecutionAtWork(ended.replace(/[^:]+$/, 'another'))).toBe(false);
      },
    });

    contractTest(backend, 'where nobody may ask, nobody can tell', {
      world: {},
      holds: async (made) => {
        const ended = await made.execute(true);
        made.addFault({ operation: 'states:DescribeExecution', kind: 'AccessDenied' });
        expect(await made.isExecutionAtWork(ended)).toBeNull();
      },
    });
  });
}
