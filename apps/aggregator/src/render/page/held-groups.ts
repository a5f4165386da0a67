import type { Summary } from '@keysweep/core';
import { countOf } from '../words/index.ts';
import { causeOf, type AccountGroup } from './account-groups.ts';
import type { AccountNames } from './parts.tsx';

type Run = Summary['runs'][number];

/** Each held run with the accounts in which it would revoke most. */
export function heldGroups(summary: Summary, names: AccountNames): readonly AccountGroup[] {
  return summary.runs.filter(({ state }) => state === 'held').map((run) => heldGroup(run, summary, names));
}

function heldGroup(
  { policy, reasons, revocationsPlanned }: Run,
  { accounts }: Summary,
  names: AccountNames,
): AccountGroup {
  const own = accounts.filter((account) => account.policy === policy);
  const planned = own.flatMap(({ accountId, heldRevocations }) =>
    heldRevocations === null || heldRevocations === 0 ? [] : [{ accountId, count: heldRevocations }],
  );
  planned.sort((left, right) => right.count - left.count);
  return {
    kind: `held-${policy}`,
    label: 'Held',
    tone: 'warn',
    amount: `${policy}: ${countOf(revocationsPlanned, 'revocation')}`,
    causes: [
      causeOf(
        reasons.join('; '),
        planned.map(({ accountId, count }) => ({ accountId, note: countOf(count, 'revocation') })),
        names,
      ),
    ],
  };
}
