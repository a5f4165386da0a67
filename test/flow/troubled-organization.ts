import type { Centre } from '@keysweep/aggregator';
import type { AgentAnswer, Order } from '@keysweep/core';
import type { LocalOrganization, OrganizationDescription } from '@keysweep/local-organization';
import { MANAGEMENT, type Stage } from '../stage.ts';
import { TROUBLES, type Trouble } from './troubles.ts';

/** An account in trouble. */
export interface TroubledAccount {
  readonly accountId: string;
  readonly name: string;
  readonly trouble: Trouble;
}

/** The accounts, numbered through: `Calm 1`, `Calm 2`, … */
export const TROUBLED: readonly TroubledAccount[] = Object.entries(TROUBLES)
  .flatMap(([kind, trouble]) =>
    Array.from({ length: trouble.accounts }, (_, index) => ({ name: `${kind} ${index + 1}`, trouble })),
  )
  .map((each, index) => ({ ...each, accountId: String(200_000_000_000 + index) }));

const EXCLUDED = TROUBLED.filter(({ trouble }) => trouble.isExcluded).map(({ accountId }) => accountId);

/** A policy for every unit. */
export const TROUBLED_CONFIG = {
  version: 1,
  region: 'us-east-1',
  policies: {
    weekly: { groups: ['Developers'], action: 'delete', maximumRevocations: 3 },
    careful: { extends: 'weekly', deleteAfterInactiveDays: 14 },
    watch: { extends: 'weekly', action: 'observe' },
    frozen: { extends: 'weekly' },
    later: { extends: 'weekly' },
  },
  ceilings: { action: 'delete', revocations: 100 },
  assignments: { '/': 'weekly', '/Careful': 'careful', '/Watch': 'watch', '/Frozen': 'frozen', '/Later': 'later' },
  excludeAccounts: EXCLUDED,
  managementAccount: 'none',
};

const person = (name: string) => ({ name, groups: ['Developers'], password: true, keys: [{ age: '40d' }] });

/** 60 accounts. Everywhere are a person with a key, one who is exempt, and a machine that has no password. */
export function troubledOrganization(): OrganizationDescription {
  return {
    organization: { id: 'o-troubled01', managementAccount: 'Management' },
    organizationalUnits: { Weekly: {}, Careful: {}, Watch: {}, Frozen: {}, Later: {} },
    accounts: [
      { name: 'Management', id: MANAGEMENT },
      ...TROUBLED.map(({ accountId, name, trouble }) => ({
        name,
        id: accountId,
        ou: `/${trouble.unit}`,
        agent: trouble.hasNoAgent === true || trouble.isSuspended === true ? 'none' : 'deployed',
        ...(trouble.isSuspended === true ? { state: 'SUSPENDED' as const } : {}),
        groups: ['Developers'],
        users: [
          ...['ana', ...(trouble.others ?? [])].map(person),
          { ...person('ed'), tags: { 'keysweep-exempt': 'on call' } },
          { ...person('ci'), password: false },
        ],
      })),
    ],
  };
}

/** Sweeps every policy but `later`, each account in its trouble; `frozen` while sweeps are paused. */
export async function sweepTroubled(stage: Stage, due: Date): Promise<void> {
  const { organization } = stage;
  for (const { accountId, trouble } of TROUBLED)
    for (const fault of trouble.faults ?? []) organization.faults.add({ ...fault, accountId });
  const centre = { ...stage.newCentre(), agent: troubledAgents(stage.newCentre(), organization) };
  const turn = (value: object) =>
    organization.putParameter({ accountId: MANAGEMENT, name: '/keysweep/state', value: JSON.stringify(value) });
  turn({ state: 'paused', reason: 'incident 7', by: 'kim' });
  await stage.sweep({ policy: 'frozen', due, centre });
  turn({ state: 'enabled' });
  for (const policy of ['weekly', 'careful', 'watch']) await stage.sweep({ policy, due, centre });
}

const LOST: AgentAnswer = {
  state: 'lost',
  failure: { kind: 'timeout', operation: 'lambda:Invoke', code: 'TimeoutError', message: 'no answer' },
};

function troubledAgents({ agent }: Centre, organization: LocalOrganization): Centre['agent'] {
  const troubles = new Map(TROUBLED.map(({ accountId, trouble }) => [accountId, trouble]));
  const happened = new Set<string>();
  return {
    ask: async (accountId, envelope) => {
      const order = JSON.parse(envelope.order) as Order;
      const { claim, lie, meanwhile } = troubles.get(accountId) ?? {};
      if (order.kind === 'apply') {
        if (!happened.has(accountId)) meanwhile?.(organization, accountId);
        happened.add(accountId);
        if (claim === null) return LOST;
        if (claim !== undefined) return { state: 'answered', body: claim(order) };
      }
      const answer = await agent.ask(accountId, envelope);
      return lie?.(answer, order) ?? answer;
    },
  };
}
