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

const PAUSED = { state: 'paused', reason: 'incident "7"\nof ünits', by: 'arn:aws:iam::111111111111:user/ann' } as const;
const ENABLED = { state: 'enabled' } as const;

/** What turning the switch promises; for backends with one that is not our own. */
export function describeTurnSwitchContract(backend: Backend): void {
  describe('turning the switch', () => {
    for (const [from, to] of [
      ['enabled', PAUSED],
      ['{"state":"paused","reason":"incident","by":"ann"}', ENABLED],
      ['perhaps', PAUSED],
    ] as const) {
      contractTest(backend, `from ${from} to ${to.state}: it reads so from then on`, {
        world: { switch: from },
        holds: async (made) => {
          expect(await made.turnSwitch(to)).toEqual({ state: 'known', value: null });
          expect(await made.sweepSwitch().read()).toEqual({ state: 'known', value: to });
          expect(await made.turnSwitch(to)).toEqual({ state: 'known', value: null });
          expect(await made.sweepSwitch().read()).toEqual({ state: 'known', value: to });
        },
      });
    }

    contractTest(backend, 'a switch that does not exist is absent, and not made', {
      world: {},
      holds: async (made) => {
        expect(await made.turnSwitch(PAUSED)).toEqual({ state: 'absent' });
        expect(await made.sweepSwitch().read()).toEqual({ state: 'absent' });
      },
    });

    contractTest(backend, 'where it is refused, the switch stays where it was', {
      world: { switch: 'enabled' },
      holds: async (made) => {
        made.addFault({ operation: 'ssm:PutParameter', kind: 'AccessDenied' });
        expect(await made.turnSwitch(PAUSED)).toMatchObject({ state: 'unknown', failure: { kind: 'access-denied' } });
        expect(await made.sweepSwitch().read()).toEqual({ state: 'known', value: ENABLED });
      },
    });

    contractTest(backend, 'an answer that is lost has turned it all the same', {
      world: { switch: 'enabled' },
      holds: async (made) => {
        made.addFault({ operation: 'ssm:PutParameter', kind: 'drop-answer' });
        expect(await made.turnSwitch(PAUSED)).toMatchObject({ state: 'unknown' });
        expect(await made.sweepSwitch().read()).toEqual({ state: 'known', value: PAUSED });
      },
    });
  });
}
