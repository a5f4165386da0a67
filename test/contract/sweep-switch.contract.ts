import { describe, expect } from 'vitest';
import { contractTest, type Backend } from './contract.ts';

/** What `SweepSwitch` promises: a position it is sure of, or none. */
export function describeSweepSwitchContract(backend: Backend): void {
  describe('SweepSwitch', () => {
    const positions: readonly (readonly [string, object])[] = [
      ['enabled', { state: 'known', value: { state: 'enabled' } }],
      ['{"state":"enabled"}', { state: 'known', value: { state: 'enabled' } }],
      [
        '{"state":"paused","reason":"incident","by":"ann"}',
        { state: 'known', value: { state: 'paused', reason: 'incident', by: 'ann' } },
      ],
    ];
    for (const [text, reading] of positions) {
      contractTest(backend, `the switch reads ${text}`, {
        world: { switch: text },
        holds: async (made) => {
          expect(await made.sweepSwitch().read()).toEqual(reading);
        },
      });
    }

    contractTest(backend, 'a switch that says something else is unknown', {
      world: { switch: 'perhaps' },
      holds: async (made) => {
        expect(await made.sweepSwitch().read()).toMatchObject({ state: 'unknown', failure: { kind: 'malformed' } });
      },
    });

    contractTest(backend, 'a switch that does not exist is absent', {
      world: {},
      holds: async (made) => {
        expect(await made.sweepSwitch().read()).toEqual({ state: 'absent' });
      },
    });
  });
}
