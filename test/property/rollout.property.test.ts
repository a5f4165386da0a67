import fc from 'fast-check';
import { ACCOUNT_STATES } from '@keysweep/core';
import { afterAll, describe, expect, it } from 'vitest';
import { live, type Watch } from './live.ts';
import { MemoryWorld } from './memory/memory-world.ts';
import type { Life } from './model/drawn.ts';
import { busyLife, life, type Size } from './model/draws.ts';
import { KNOWN_LIVES } from './model/known-lives.ts';
import { Tally } from './model/tally.ts';
import { CONDITIONS } from './model/world.ts';

const SMALL: Size = { units: [0, 12], accounts: [1, 15], events: [0, 30], people: 5 };
const MIDDLING: Size = { units: [20, 100], accounts: [100, 400], events: [5, 20], people: 4 };
const LARGE: Size = { units: [300, 300], accounts: [2_000, 2_500], events: [6, 12], people: 3 };
const LARGEST: Size = { units: [300, 300], accounts: [5_000, 5_000], events: [3, 6], people: 2 };

/** The machine may be busy. */
const TIMEOUT_MS = 120_000;

const tally = new Tally();
afterAll(() => console.log(`roll-out: ${tally.toString()}`));

type Lives = Pick<Watch, 'closely'> & fc.Parameters<[Life]>;

/** Lives that are lived in memory. One that is too large to be shrunk is told by its seed and its story. */
function liveAll(lives: fc.Arbitrary<Life>, { closely, ...parameters }: Lives): Promise<void> {
  const lived = fc.asyncProperty(lives, (drawn) => live(drawn, new MemoryWorld(), { closely, tally }));
  return fc.assert(lived, parameters);
}

describe('whatever happens to an organization', { timeout: TIMEOUT_MS }, () => {
  it('every run sweeps its own, and every account is accounted for after everything that happens', () =>
    liveAll(life(SMALL), { closely: true, numRuns: 75, examples: KNOWN_LIVES.map((known) => [known]) }));

  it('in many more small organizations', () => liveAll(life(SMALL), { closely: false, numRuns: 180 }));

  it('in middling ones', () => liveAll(busyLife(MIDDLING), { closely: false, numRuns: 6 }));

  it('in large ones', () => liveAll(busyLife(LARGE), { closely: false, numRuns: 2, endOnFailure: true }));

  it('in one of 5,000 accounts', () => liveAll(busyLife(LARGEST), { closely: false, numRuns: 1, endOnFailure: true }));

  it('and all of it did happen', () => {
    const { most, events, ends, states, revoked } = tally;
    expect(most).toMatchObject({ depth: 5 });
    expect(most.units).toBeGreaterThanOrEqual(300);
    expect(most.accounts).toBeGreaterThan(5_000);
    expect(EVENTS.filter((name) => events.of(name) < 3)).toEqual([]);
    expect(ACCOUNT_STATES.filter(({ state }) => states.of(state) < 50)).toEqual([]);
    expect((['started', 'finished', 'held', 'failed'] as const).filter((end) => ends.of(end) < 3)).toEqual([]);
    expect(revoked).toBeGreaterThan(400);
  });
});

const EVENTS = [
  ...['join', 'rejoin', 'move', 'leave', 'suspend', 'reopen', 'create-unit', 'rename-unit', ...CONDITIONS],
  ...['change-policy', 'reassign', 'exclude', 'include', 'deploy deployed', 'deploy refused', 'pause', 'unpause'],
  ...['new-keys', 'exempt-user', 'regroup-user', 'reactivate-key', 'pass-time', 'publish'],
  ...['stack instances unreadable', 'stack instances readable'],
  ...['sweep', 'sweep-again', 'in the middle of a run', 'killed', 'stage-fails'],
];
