import type { Rules } from './configuration.ts';
import type { DrawnAccount, DrawnEvent, DrawnInterruption, Life } from './drawn.ts';

const DELETES: Rules = {
  groups: ['Developers'],
  action: 'delete',
  deleteAfterInactiveDays: 0,
  minimumKeyAgeDays: 0,
  exemptGroups: [],
  exemptUsers: [],
  requireConsoleAccess: false,
  maximumRevocations: 100,
  schedule: 'far',
};

const sweep = (policy: number, interruption: DrawnInterruption | null = null): DrawnEvent => {
  return { kind: 'sweep', policy, interruption };
};
const at = (stage: DrawnInterruption['stage'], event: DrawnInterruption['event']): DrawnInterruption => ({
  stage,
  event,
});
const again = { kind: 'sweep-again', run: 1, interruption: null } as const;

function account(overrides: Partial<DrawnAccount> = {}): DrawnAccount {
  return { unit: 0, people: ['ada'], bare: false, condition: 'working', ...overrides };
}

/** One account, in which a policy of the root deletes what it finds. */
function aLife(events: readonly DrawnEvent[], overrides: Partial<Life> = {}): Life {
  return {
    units: [],
    accounts: [account()],
    policies: { weekly: DELETES, careful: DELETES, watch: DELETES, strict: DELETES },
    assignments: [],
    excluded: [],
    root: 'weekly',
    management: 'none',
    organizationLimit: 1_000,
    events,
    ...overrides,
  };
}

const makeKeys: DrawnEvent = { kind: 'everybody-makes-keys' };
const policies = (rules: Partial<Rules>): Life['policies'] => {
  const all = { ...DELETES, ...rules };
  return { weekly: all, careful: all, watch: all, strict: all };
};
const killedWhenPlanned = sweep(1, at('planned', 'killed'));

/** Lives that lead where chance seldom does. They are lived first, every time. */
export const KNOWN_LIVES: readonly Life[] = [
  // Held in its second pass, and started again when the pause is over.
  aLife([sweep(1, at('gate', { kind: 'pause', text: 'paused' })), { kind: 'unpause' }, again]),
  // A policy that is held every week has been held for more than a fortnight.
  aLife([
    { kind: 'pause', text: 'paused' },
    sweep(1),
    { kind: 'pass-time', days: 7 },
    sweep(1),
    { kind: 'pass-time', days: 7 },
    sweep(1),
  ]),
  // The stack instances cannot be read for a while: before a run, and after one.
  aLife([
    { kind: 'blind' },
    { kind: 'see-again' },
    sweep(1),
    { kind: 'blind' },
    { kind: 'see-again' },
    { kind: 'ail', account: 1, condition: 'no-stack' },
    { kind: 'blind' },
    { kind: 'see-again' },
  ]),
  // A finished run is started again, and broken off.
  aLife([sweep(1), { ...again, interruption: at('inventory', 'killed') }]),
  // An agent answers only after the gate has weighed; with its keys, the run would be over its limit.
  aLife([sweep(1, at('gate', { kind: 'mend', account: 0 }))], {
    accounts: [account(), account({ condition: 'agent-broken' })],
    organizationLimit: 1,
  }),
  // A policy that did next to nothing wants sixty keys all at once.
  aLife([sweep(1), { kind: 'reassign', assignments: [], root: 'weekly', management: 'none' }, sweep(1)], {
    units: [{ parent: 0, name: 'Prod' }],
    accounts: Array.from({ length: 60 }, (_, index) => account({ unit: index === 0 ? 0 : 1 })),
    assignments: [{ unit: 0, policy: 'none', by: 'path' }],
  }),
  // Due daily from today on: what was due yesterday is not missed.
  aLife([
    { kind: 'daily-summary' },
    { kind: 'pass-time', days: 1 },
    { kind: 'change-policy', policy: 'weekly', rules: { ...DELETES, schedule: 'daily' } },
    { kind: 'daily-summary' },
  ]),
  // An account was under the policy, was seen elsewhere when a run was missed, and came back.
  aLife(
    [
      { kind: 'daily-summary' },
      { kind: 'move', account: 0, unit: 1 },
      { kind: 'pass-time', days: 1 },
      { kind: 'daily-summary' },
      { kind: 'move', account: 0, unit: 0 },
      { kind: 'daily-summary' },
    ],
    {
      units: [{ parent: 0, name: 'Prod' }],
      assignments: [{ unit: 0, policy: 'careful', by: 'id' }],
      policies: policies({ schedule: 'daily' }),
    },
  ),
  // Between plan and apply: a user is exempted, leaves the group, joins it; a key is made active again, or made.
  aLife([killedWhenPlanned, { kind: 'exempt-user', account: 0, user: 0 }, again]),
  aLife([killedWhenPlanned, { kind: 'regroup-user', account: 0, user: 0, groups: [] }, again]),
  aLife([sweep(1, at('gate', { kind: 'regroup-user', account: 0, user: 0, groups: ['Developers'] }))], {
    accounts: [account({ people: ['nobody'] })],
  }),
  aLife([sweep(1), { kind: 'pass-time', days: 7 }, killedWhenPlanned, { kind: 'reactivate-key', key: 0 }, again], {
    policies: policies({ deleteAfterInactiveDays: 7 }),
  }),
  aLife([killedWhenPlanned, makeKeys, { kind: 'mend', account: 0 }, again], {
    accounts: [account({ condition: 'agent-broken' })],
  }),
  // A key that was deactivated and made active again: its days before deletion begin anew.
  aLife(
    [
      sweep(1),
      { kind: 'reactivate-key', key: 0 },
      { kind: 'pass-time', days: 1 },
      sweep(1),
      { kind: 'pass-time', days: 6 },
      sweep(1),
    ],
    { policies: policies({ deleteAfterInactiveDays: 7 }) },
  ),
  // The answer to an order is lost, and the agent is asked again.
  aLife([sweep(1, at('gate', { kind: 'ail', account: 1, condition: 'answers-lost' }))]),
  aLife([
    killedWhenPlanned,
    { kind: 'ail', account: 1, condition: 'answers-lost' },
    { ...again, interruption: at('swept', { kind: 'mend', account: 0 }) },
  ]),
];
