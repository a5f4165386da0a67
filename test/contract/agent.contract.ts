import { KeysweepError } from '@keysweep/core';
import { describe, expect } from 'vitest';
import { contractTest, type Backend } from './contract.ts';

const ENVELOPE = { order: '{"kind":"plan"}', signature: 'c2ln' };
const WORLD = { accounts: [{ name: 'one' }, { name: 'bare' }] };

/** What `Agent` promises: an answer, or what may be concluded from having none. */
export function describeAgentContract(backend: Backend): void {
  describe('Agent', () => {
    contractTest(backend, 'an agent gets the envelope and its answer comes back', {
      world: WORLD,
      holds: async (made) => {
        const agent = await made.agent('one', (event) => ({ got: event }));
        expect(await agent.ask(made.accountId('one'), ENVELOPE)).toEqual({
          state: 'answered',
          body: { got: ENVELOPE },
        });
      },
    });

    contractTest(backend, 'an account without the function has no agent', {
      world: WORLD,
      holds: async (made) => {
        const agent = await made.agent('one', () => null);
        expect(await agent.ask(made.accountId('bare'), ENVELOPE)).toMatchObject({
          state: 'no-agent',
          failure: { operation: 'lambda:Invoke' },
        });
      },
    });

    contractTest(backend, 'an agent that throws is a lost answer: anything may have happened before', {
      world: WORLD,
      holds: async (made) => {
        const agent = await made.agent('one', () => {
          throw new KeysweepError('internal', 'in the middle');
        });
        expect(await agent.ask(made.accountId('one'), ENVELOPE)).toMatchObject({ state: 'lost' });
      },
    });

    contractTest(backend, 'an agent that may not be asked is unreachable', {
      world: WORLD,
      holds: async (made) => {
        const agent = await made.agent('one', () => null);
        made.addFault({ operation: 'lambda:Invoke', kind: 'AccessDenied' });
        expect(await agent.ask(made.accountId('one'), ENVELOPE)).toMatchObject({
          state: 'unreachable',
          failure: { kind: 'access-denied' },
        });
      },
    });

    contractTest(backend, 'an answer that never arrives is lost, and the order is not sent again', {
      world: WORLD,
      holds: async (made) => {
        let started = 0;
        const agent = await made.agent('one', () => (started += 1));
        made.addFault({ operation: 'lambda:Invoke', kind: 'drop-answer' });
        expect(await agent.ask(made.accountId('one'), ENVELOPE)).toMatchObject({ state: 'lost' });
        expect(started).toBe(1);
      },
    });
  });
}
