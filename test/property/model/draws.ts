import fc from 'fast-check';
import { CAST_NAMES, EXEMPT_GROUP, EXEMPT_USER } from './cast.ts';
import { POLICY_NAMES, type Rules } from './configuration.ts';
import type { DrawnAccount, DrawnAssignment, DrawnEvent, DrawnHappening, DrawnInterruption, Life } from './drawn.ts';
import { CONDITIONS } from './world.ts';

/** How large a life may be. */
export interface Size {
  readonly units: readonly [least: number, most: number];
  readonly accounts: readonly [least: number, most: number];
  readonly events: readonly [least: number, most: number];
  /** The most people in an account. */
  readonly people: number;
}

const some = fc.nat({ max: 9999 });
const unitName = fc.constantFrom(
  'Prod',
  'Dev',
  'Sandbox',
  'R/D',
  'back\\slash',
  ' ',
  '__proto__',
  'ou-like',
  'Ünïcode',
);
const policy = fc.constantFrom(...POLICY_NAMES);
const policyOrNone = fc.oneof({ weight: 5, arbitrary: policy }, { weight: 1, arbitrary: fc.constant('none' as const) });
const condition = fc.oneof(
  { weight: 12, arbitrary: fc.constant('working' as const) },
  { weight: 1, arbitrary: fc.constantFrom(...CONDITIONS) },
);

const rules: fc.Arbitrary<Rules> = fc.record({
  groups: fc.constantFrom(['Developers'], ['Administrators', 'Developers'], ['administrators']),
  action: fc.constantFrom('delete', 'delete', 'delete', 'deactivate', 'deactivate', 'observe'),
  deleteAfterInactiveDays: fc.constantFrom(0, 0, 7, 30),
  minimumKeyAgeDays: fc.constantFrom(0, 0, 1, 30),
  exemptGroups: fc.constantFrom<Rules['exemptGroups'][]>(
    [],
    [{ name: EXEMPT_GROUP, optional: true }],
    [{ name: EXEMPT_GROUP, optional: false }],
  ),
  exemptUsers: fc.constantFrom([], [EXEMPT_USER]),
  requireConsoleAccess: fc.boolean(),
  maximumRevocations: fc.constantFrom(100, 100, 100, 3, 1),
  schedule: fc.constantFrom('far', 'far', 'weekly', 'daily'),
});

const assignment: fc.Arbitrary<DrawnAssignment> = fc.record({
  unit: some,
  policy: policyOrNone,
  by: fc.constantFrom('path', 'path', 'id'),
});

/** Some OUs of so many are assigned a policy of their own. */
function assignments(units: number): fc.Arbitrary<DrawnAssignment[]> {
  return fc.array(assignment, { maxLength: 3 + Math.ceil(units / 8), size: 'max' });
}

function account(people: number): fc.Arbitrary<DrawnAccount> {
  return fc.record({
    unit: some,
    people: fc.subarray(CAST_NAMES, { maxLength: people }),
    bare: fc.integer({ min: 0, max: 5 }).map((roll) => roll === 5),
    condition,
  });
}

const pausedText = fc.constantFrom('{"state":"paused","reason":"incident","by":"kim"}', 'paused', 'perhaps', null);

/** What may happen at any time, in the middle of a run too. */
function happening(people: number): fc.Arbitrary<DrawnHappening> {
  const of = <const Name extends string, More extends object>(
    kind: Name,
    more: { [Key in keyof More]: fc.Arbitrary<More[Key]> },
  ) => fc.record({ kind: fc.constant(kind), ...more }) as fc.Arbitrary<{ kind: Name } & More>;
  const often = (weight: number, arbitrary: fc.Arbitrary<DrawnHappening>) => ({ weight, arbitrary });
  return fc.oneof(
    often(
      3,
      account(people).map((drawn) => ({ kind: 'join', ...drawn })),
    ),
    often(5, of('rejoin', { account: some, unit: some, condition })),
    often(4, of('move', { account: some, unit: some })),
    often(3, of('leave', { account: some })),
    often(3, of('suspend', { account: some, state: fc.constantFrom('SUSPENDED', 'CLOSED', 'PENDING_CLOSURE', 'NEW') })),
    often(5, of('reopen', { account: some })),
    often(2, of('create-unit', { parent: some, name: unitName })),
    often(5, of('rename-unit', { unit: some, name: unitName })),
    often(2, of('pause', { text: pausedText })),
    often(4, fc.constant({ kind: 'unpause' } as const)),
    often(6, of('ail', { account: some, condition: fc.constantFrom(...CONDITIONS.slice(1)) })),
    often(3, of('mend', { account: some })),
    often(2, fc.constant({ kind: 'blind' } as const)),
    often(6, fc.constant({ kind: 'see-again' } as const)),
    often(2, of('new-keys', { account: some })),
    often(2, fc.constant({ kind: 'everybody-makes-keys' } as const)),
    often(2, of('exempt-user', { account: some, user: some })),
    often(
      2,
      of('regroup-user', {
        account: some,
        user: some,
        groups: fc.constantFrom([], ['Developers'], ['Administrators']),
      }),
    ),
    often(2, of('reactivate-key', { key: some })),
    often(3, of('pass-time', { days: fc.constantFrom(1, 7, 14, 15, 30) })),
  );
}

function interruption(people: number): fc.Arbitrary<DrawnInterruption | null> {
  const drawn = fc.record({
    stage: fc.constantFrom('inventory' as const, 'planned' as const, 'gate' as const, 'swept' as const),
    event: fc.oneof(
      fc.constantFrom('stage-fails' as const, 'killed' as const),
      fc.record({ kind: fc.constant('pause' as const), text: pausedText }),
      happening(people),
    ),
  });
  return fc.oneof({ weight: 3, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: drawn });
}

function event({ people, units }: Size): fc.Arbitrary<DrawnEvent> {
  const kind = <const Kind extends DrawnEvent['kind']>(name: Kind) => fc.constant(name);
  const interrupted = interruption(people);
  return fc.oneof(
    { weight: 12, arbitrary: happening(people) },
    { weight: 6, arbitrary: fc.record({ kind: kind('sweep'), policy: some, interruption: interrupted }) },
    { weight: 2, arbitrary: fc.record({ kind: kind('sweep-again'), run: some, interruption: interrupted }) },
    { weight: 2, arbitrary: fc.record({ kind: kind('change-policy'), policy, rules }) },
    {
      weight: 1,
      arbitrary: fc.record({
        kind: kind('reassign'),
        assignments: assignments(units[1]),
        root: policyOrNone,
        management: policyOrNone,
      }),
    },
    { weight: 1, arbitrary: fc.record({ kind: fc.constantFrom('exclude', 'include'), account: some }) },
    { weight: 1, arbitrary: fc.record({ kind: kind('daily-summary') }) },
  );
}

/** Lives of a size; everything in them shrinks. */
export function life(size: Size): fc.Arbitrary<Life> {
  const listOf = <T>(each: fc.Arbitrary<T>, [minLength, maxLength]: readonly [number, number]) =>
    fc.array(each, { minLength, maxLength, size: 'max' });
  return fc.record({
    units: listOf(fc.record({ parent: some, name: unitName }), size.units),
    accounts: listOf(account(size.people), size.accounts),
    policies: fc.record({ weekly: rules, careful: rules, watch: rules, strict: rules }),
    assignments: assignments(size.units[1]),
    excluded: fc.array(some, { maxLength: 2 }),
    root: policyOrNone,
    management: policyOrNone,
    organizationLimit: fc.constantFrom(100_000, 100_000, 100_000, 100_000, 100_000, 50, 3),
    events: listOf(event(size), size.events),
  });
}

/** Lives in which most accounts have a policy, and begin and end with a sweep: too large to be lived for nothing. */
export function busyLife(size: Size): fc.Arbitrary<Life> {
  return fc.tuple(life(size), policy, fc.tuple(some, some)).map(([drawn, root, [first, last]]) => {
    const sweep = (ordinal: number): DrawnEvent => ({ kind: 'sweep', policy: ordinal, interruption: null });
    return { ...drawn, root, events: [sweep(first), ...drawn.events, { kind: 'unpause' }, sweep(last)] };
  });
}
