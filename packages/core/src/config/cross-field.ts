import type { Problem } from '../problem.ts';
import { suggest } from '../suggestion.ts';
import type { SalvagedConfig } from './config-schema.ts';
import { ruleProblems } from './policy-rules.ts';
import type { MergedPolicy } from './extends.ts';
import { duplicates, isMap, namesIn, textsIn, valueAt } from './document.ts';
import { scheduleProblems } from './schedule-rules.ts';
import { targetProblems } from './target-rules.ts';

/** A document as it came, what of it has the right shape, and its policies with `extends` followed. */
export interface CrossFieldInput {
  readonly document: unknown;
  readonly salvaged: SalvagedConfig;
  readonly merged: readonly MergedPolicy[];
}

/** What the parts of a document must agree on. Parts of the wrong shape are passed over: they have their problems. */
export function crossFieldProblems(input: CrossFieldInput): Problem[] {
  const { document, salvaged } = input;
  return [
    ...targetProblems(document),
    ...policyNameProblems(document, salvaged),
    ...duplicates(textsIn(document, ['excludeAccounts']), { what: 'account', key: (id) => id }),
    ...duplicates(textsIn(document, ['summary', 'notify']), { what: 'address', key: (email) => email.toLowerCase() }),
    ...scheduleProblems(salvaged.summary ?? {}, ['summary']),
    ...Object.entries(salvaged.policies ?? {}).flatMap(([name, policy]) =>
      scheduleProblems(policy, ['policies', name]),
    ),
    ...ruleProblems(input),
  ];
}

/** What is assigned, to OUs and to the management account, is a policy of the document or `none`. */
function policyNameProblems(document: unknown, salvaged: SalvagedConfig): Problem[] {
  if (!isMap(valueAt(document, ['policies']))) return [];
  const names = namesIn(document, 'policies');
  const assigned = Object.entries(salvaged.assignments ?? {}).map(([target, policy]) => ({
    path: ['assignments', target],
    policy,
  }));
  const management = { path: ['managementAccount'], policy: salvaged.managementAccount ?? 'none' };
  return [...assigned, management].flatMap(({ path, policy }) => {
    if (policy === 'none' || names.includes(policy)) return [];
    const problem = `"${policy}" is no policy`;
    return [{ path, at: 'value' as const, problem, hint: suggest(policy, [...names, 'none']) }];
  });
}
