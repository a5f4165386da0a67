import type { AccountStateName, ApplyOrder, Ending } from '@keysweep/core';
import type { Fault, LocalOrganization } from '@keysweep/local-organization';
import type { Disagreement } from '../../packages/core/src/audit.ts';
import { inPlan, type Lie } from './liar.ts';

/** How it stands with an account, why, and what must be told of it: written by hand. */
export interface Trouble {
  /** How many accounts have it. */
  readonly accounts: number;
  /** The organizational unit of its policy; `careful` deactivates first, `watch` observes, `frozen` is held, `later` has not run. */
  readonly unit: 'Weekly' | 'Careful' | 'Watch' | 'Frozen' | 'Later';
  readonly state: AccountStateName;
  /** User → how the key of each ends, as the report has it; empty where there is no report, or none with keys. */
  readonly endings: Readonly<Record<string, Ending>>;
  readonly disagreement?: Disagreement['kind'];
  readonly isSuspended?: true;
  readonly isExcluded?: true;
  readonly hasNoAgent?: true;
  /** People beside those whom every account has. */
  readonly others?: readonly string[];
  /** What fails there. */
  readonly faults?: readonly Pick<Fault, 'operation' | 'kind'>[];
  /** What somebody does between the plan and its application. */
  readonly meanwhile?: (organization: LocalOrganization, accountId: string) => void;
  /** What the agent says in place of the truth. */
  readonly lie?: Lie;
  /** What it answers in place of doing anything; null: nothing arrives. */
  readonly claim?: ((order: ApplyOrder) => object) | null;
}

const REST = { ed: 'exempt', ci: 'kept' } as const;
const ana = (accountId: string) => ({ accountId, userName: 'ana' });
const keyOfAna = (organization: LocalOrganization, accountId: string) =>
  organization.accessKeys(accountId, 'ana')[0]?.accessKeyId ?? '';

/** Every state of an account, every ending of a key and every kind of disagreement: 59 accounts, beside the excluded management. */
export const TROUBLES: Readonly<Record<string, Trouble>> = {
  Calm: { accounts: 18, unit: 'Weekly', state: 'compliant', endings: { ...REST, ana: 'deleted' } },
  Gentle: { accounts: 6, unit: 'Careful', state: 'compliant', endings: { ...REST, ana: 'deactivated' } },
  Watched: {
    accounts: 6,
    unit: 'Watch',
    state: 'observed',
    endings: { ana: 'observed', ci: 'observed', ed: 'exempt' },
  },
  Young: { accounts: 3, unit: 'Later', state: 'pending', endings: {} },
  Frozen: { accounts: 3, unit: 'Frozen', state: 'paused', endings: {} },
  Closed: { accounts: 2, unit: 'Weekly', state: 'suspended', endings: {}, isSuspended: true },
  Vendor: { accounts: 1, unit: 'Weekly', state: 'excluded', endings: {}, isExcluded: true },
  Bare: { accounts: 2, unit: 'Weekly', state: 'not-deployed', endings: {}, hasNoAgent: true },
  Locked: {
    accounts: 2,
    unit: 'Weekly',
    state: 'unreachable',
    endings: {},
    faults: [{ operation: 'lambda:Invoke', kind: 'AccessDenied' }],
  },
  Blind: {
    accounts: 2,
    unit: 'Weekly',
    state: 'unreachable',
    endings: { ...REST, ana: 'deleted' },
    faults: [{ operation: 'sts:AssumeRole', kind: 'AccessDenied' }],
  },
  Deaf: {
    accounts: 2,
    unit: 'Weekly',
    state: 'unreachable',
    endings: { ...REST, ana: 'not-attempted' },
    claim: null,
  },
  Broken: {
    accounts: 2,
    unit: 'Weekly',
    state: 'incomplete',
    endings: { ...REST, ana: 'failed' },
    faults: [{ operation: 'iam:DeleteAccessKey', kind: 'InternalFailure' }],
  },
  Unread: {
    accounts: 2,
    unit: 'Weekly',
    state: 'unknown',
    endings: { ana: 'unknown', ed: 'unknown', ci: 'unknown' },
    faults: [{ operation: 'iam:GetAccountAuthorizationDetails', kind: 'AccessDenied' }],
  },
  Early: {
    accounts: 1,
    unit: 'Weekly',
    state: 'compliant',
    endings: { ...REST, ana: 'already-gone' },
    meanwhile: (organization, accountId) =>
      organization.deleteAccessKey(ana(accountId), keyOfAna(organization, accountId)),
  },
  Idle: {
    accounts: 1,
    unit: 'Careful',
    state: 'compliant',
    endings: { ...REST, ana: 'already-inactive' },
    meanwhile: (organization, accountId) =>
      organization.setKeyStatus(ana(accountId), keyOfAna(organization, accountId), 'Inactive'),
    // Ours does not look before it deactivates; another version may.
    claim: (order) => claimed(order, 'already-inactive'),
  },
  Moving: {
    accounts: 1,
    unit: 'Weekly',
    state: 'compliant',
    endings: { ...REST, ana: 'refused' },
    meanwhile: (organization, accountId) => organization.removeUserFromGroup(ana(accountId), 'Developers'),
  },
  Crowded: {
    accounts: 1,
    unit: 'Weekly',
    state: 'non-compliant',
    endings: { ...REST, ana: 'refused', bob: 'refused', cy: 'refused', dee: 'refused' },
    others: ['bob', 'cy', 'dee'],
  },
  Boasting: {
    accounts: 1,
    unit: 'Weekly',
    state: 'non-compliant',
    endings: { ...REST, ana: 'deleted' },
    disagreement: 'reported-gone-but-exists',
    claim: (order) => claimed(order, 'deleted'),
  },
  Pretending: {
    accounts: 1,
    unit: 'Careful',
    state: 'non-compliant',
    endings: { ...REST, ana: 'deactivated' },
    disagreement: 'reported-inactive-but-active',
    claim: (order) => claimed(order, 'deactivated'),
  },
  Hiding: {
    accounts: 1,
    unit: 'Weekly',
    state: 'non-compliant',
    endings: REST,
    disagreement: 'missing-from-plan',
    lie: inPlan((plan) => ({ ...plan, keys: plan.keys.filter(({ userName }) => userName !== 'ana') })),
  },
  Sparing: {
    accounts: 1,
    unit: 'Weekly',
    state: 'non-compliant',
    endings: { ...REST, ana: 'exempt' },
    disagreement: 'decided-otherwise',
    lie: inPlan((plan) => ({
      ...plan,
      keys: plan.keys.map((key) => (key.userName === 'ana' ? { ...key, decision: 'exempt', rule: 'exempt-tag' } : key)),
    })),
  },
};

/** How many accounts are in each state, the management account among them, and how many keys end each way: added up by hand. */
export const TOTALS = {
  inScope: 56,
  covered: 44,
  states: {
    suspended: 2,
    excluded: 2,
    'not-deployed': 2,
    unreachable: 6,
    pending: 3,
    paused: 3,
    incomplete: 2,
    unknown: 2,
    'non-compliant': 5,
    observed: 6,
    compliant: 27,
  } satisfies Record<AccountStateName, number>,
  keys: {
    kept: 38,
    exempt: 45,
    unknown: 6,
    observed: 12,
    deleted: 21,
    deactivated: 7,
    'already-gone': 1,
    'already-inactive': 1,
    refused: 5,
    failed: 2,
    'not-attempted': 2,
  } satisfies Record<Ending, number>,
} as const;

function claimed({ accountId, runId, keys }: ApplyOrder, outcome: Ending): object {
  const outcomes = keys.map(({ accessKeyId, userName, decision }) => ({
    ...{ accessKeyId, userName, decision, outcome },
    ...{ verified: true, reason: null, failure: null },
  }));
  const finishedAt = new Date().toISOString();
  return { schema: 'keysweep/outcomes/1', accountId, runId, finishedAt, complete: true, outcomes };
}
