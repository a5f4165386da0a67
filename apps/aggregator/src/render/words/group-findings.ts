import type { Finding } from '@keysweep/core';
import { gather } from './gather.ts';

/** Findings of one severity and code that ask for the same to be done. */
export interface FindingGroup {
  readonly severity: Finding['severity'];
  readonly code: string;
  readonly todo: string;
  /** How many findings. */
  readonly count: number;
  /** What is the case, each with the accounts in which it is, most accounts first. */
  readonly causes: readonly Cause[];
}

/** One message, and the accounts of the findings that say it, in the summary's order; null is the whole organization. */
export interface Cause {
  readonly message: string;
  readonly accountIds: readonly (string | null)[];
}

/** Puts findings that ask for the same together: act before look, what concerns the whole organization first, then by size. */
export function groupFindings(attention: readonly Finding[]): readonly FindingGroup[] {
  const groups = [...gather(attention, ({ severity, code, todo }) => `${severity}\n${code}\n${todo}`).values()];
  return groups.map(groupOf).sort((left, right) => rank(left) - rank(right) || right.count - left.count);
}

function groupOf(findings: readonly Finding[]): FindingGroup {
  const [{ severity, code, todo }] = findings as [Finding];
  const causes = [...gather(findings, ({ message }) => message)].map(([message, members]): Cause => ({
    message,
    accountIds: members.map(({ accountId }) => accountId),
  }));
  causes.sort((left, right) => right.accountIds.length - left.accountIds.length);
  return { severity, code, todo, count: findings.length, causes };
}

function rank({ severity, causes }: FindingGroup): number {
  const ofAll = causes.some(({ accountIds }) => accountIds.includes(null));
  return (severity === 'act' ? 0 : 2) + (ofAll ? 0 : 1);
}
