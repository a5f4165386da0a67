import { byKind, type ByKind } from './by-kind.ts';
import type { Author, MeantAssignment } from './author.ts';
import { fateOf, POLICY_NAMES, type PolicyName, type Written } from './configuration.ts';
import type { DrawnAssignment, DrawnEdit, DrawnEvent, DrawnHappening, DrawnInterruption } from './drawn.ts';
import { eventOf, pick } from './happening.ts';
import type { Model } from './model.ts';
import { isManagement, type Organization } from './organization.ts';
import type { Run } from './run.ts';
import { BEGINNING, type Interruption, type WorldEvent } from './world.ts';

/** What a drawn event comes to in the organization there is. */
export type Step =
  | { readonly kind: 'event'; readonly event: WorldEvent }
  | { readonly kind: 'deploy'; readonly edit: DrawnEdit['kind']; readonly written: Written }
  | { readonly kind: 'publish' }
  | { readonly kind: 'sweep'; readonly policy: PolicyName; readonly interruption: Interruption | null }
  | { readonly kind: 'sweep-again'; readonly run: Run; readonly interruption: Interruption | null };

/** The organization as it should be, and who keeps its configuration. */
export interface Situation {
  readonly model: Model;
  readonly author: Author;
}

/** What comes of a drawn event. Where it cannot happen now, people make keys; null where not even that can be. */
export function stepOf(drawn: DrawnEvent, situation: Situation): Step | null {
  if (drawn.kind === 'sweep') {
    const interruption = interruptionOf(drawn.interruption, situation.model);
    return { kind: 'sweep', policy: policyToSweep(drawn.policy, situation.model), interruption };
  }
  if (drawn.kind === 'sweep-again') {
    const { runs } = situation.model;
    const run = pick(drawn.run, drawn.run % 4 === 0 ? runs : runs.slice(-1));
    const interruption = interruptionOf(drawn.interruption, situation.model);
    return run === undefined ? null : { kind: 'sweep-again', run, interruption };
  }
  if (drawn.kind === 'daily-summary') return { kind: 'publish' };
  return isEdit(drawn) ? editStep(drawn, situation) : eventStep(drawn, situation);
}

function eventStep(drawn: DrawnHappening, { model }: Situation): Step | null {
  const event = eventOf(drawn, model) ?? eventOf({ kind: 'everybody-makes-keys' }, model);
  return event === null ? null : { kind: 'event', event };
}

function editStep(drawn: DrawnEdit, { model, author }: Situation): Step {
  const change = byKind(EDITS, drawn, { model, author });
  return { kind: 'deploy', edit: drawn.kind, written: author.edit(change, model) };
}

/** The assignments that are drawn, each OU once, with that of the root. */
export function assignmentsOf(
  drawn: readonly DrawnAssignment[],
  root: string,
  { units }: Organization,
): MeantAssignment[] {
  const below = [...units.keys()].filter((id) => id !== BEGINNING.rootId);
  const meant = new Map<string, MeantAssignment>([
    [BEGINNING.rootId, { unit: BEGINNING.rootId, policy: root, by: 'path' }],
  ]);
  for (const { unit, policy, by } of drawn) {
    const id = pick(unit, below);
    if (id !== undefined) meant.set(id, { unit: id, policy, by });
  }
  return [...meant.values()];
}

/** A policy that an account is under; every eighth time any at all. */
function policyToSweep(ordinal: number, model: Model): PolicyName {
  const fates = [...model.accounts.values()].map((account) => fateOf(account, model.deployed, model));
  const held = new Set(fates.flatMap((fate) => (fate.kind === 'sweep' ? [fate.policy] : [])));
  const names = ordinal % 8 === 0 ? POLICY_NAMES : POLICY_NAMES.filter((name) => held.has(name));
  return pick(ordinal, names) ?? 'weekly';
}

function interruptionOf(drawn: DrawnInterruption | null, model: Model): Interruption | null {
  if (drawn === null) return null;
  const { stage, event } = drawn;
  // Of the inventory itself there is nothing to end yet.
  if (typeof event === 'string') return { stage, event: stage === 'inventory' ? 'killed' : event };
  const happens = eventOf(event, model);
  return happens === null ? null : { stage, event: happens };
}

function isEdit(drawn: DrawnHappening | DrawnEdit): drawn is DrawnEdit {
  return Object.hasOwn(EDITS, drawn.kind);
}

const EDITS: ByKind<DrawnEdit, Situation, Parameters<Author['edit']>[0]> = {
  'change-policy': ({ policy, rules }, { author }) => ({ policies: { ...author.settings.policies, [policy]: rules } }),
  reassign: ({ assignments, root, management }, { model }) => {
    return { assignments: assignmentsOf(assignments, root, model), management };
  },
  include: ({ account }, { author: { settings } }) => {
    return { excluded: settings.excluded.filter((id) => id !== pick(account, settings.excluded)) };
  },
  exclude: ({ account }, { model, author: { settings } }) => {
    const excluded = new Set(settings.excluded);
    const members = [...model.accounts.values()].filter((each) => !isManagement(each));
    const member = pick(account, members);
    if (member !== undefined) excluded.add(member.id);
    return { excluded: [...excluded] };
  },
};
