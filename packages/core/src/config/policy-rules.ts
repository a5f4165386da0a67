import { exceeds, nameKey } from '../policy.ts';
import type { Problem } from '../problem.ts';
import type { CrossFieldInput } from './cross-field.ts';
import type { WrittenPolicy } from './config-schema.ts';
import { DEFAULTS } from './defaults.ts';
import { duplicates, namesIn, textsIn, valueAt, type Placed } from './document.ts';
import type { MergedPolicy } from './extends.ts';

/** What the settings of one policy must agree on, and what the ceilings say to them. */
export function ruleProblems(input: CrossFieldInput): Problem[] {
  const { document, merged } = input;
  const names = namesIn(document, 'policies');
  const lists = names.flatMap((name) => [
    { what: 'group', texts: textsIn(document, ['policies', name, 'groups']) },
    { what: 'group', texts: exemptIn(document, name, 'groups') },
    { what: 'user', texts: exemptIn(document, name, 'users') },
  ]);
  return [
    ...lists.flatMap(({ what, texts }) => duplicates(texts, { what, key: nameKey })),
    ...merged.flatMap((policy) => groupProblems(document, policy)),
    ...merged.flatMap((policy) => delayProblems(input, policy)),
    ...merged.flatMap((policy) => ceilingProblems(input, policy)),
  ];
}

/** Exempt groups or users: each written as a name or as a map with a name. */
function exemptIn(document: unknown, policy: string, kind: 'groups' | 'users'): Placed[] {
  const path = ['policies', policy, 'exempt', kind];
  const list = valueAt(document, path);
  if (!Array.isArray(list)) return [];
  return list.flatMap((entry: unknown, index) => {
    const named = typeof entry === 'string' ? entry : valueAt(entry, ['name']);
    return typeof named === 'string' ? [{ path: [...path, index], text: named }] : [];
  });
}

/** A policy without groups sweeps nobody; a group cannot be swept and exempt at once. */
function groupProblems(document: unknown, { name, lineage }: MergedPolicy): Problem[] {
  const owner = lineage.find((ancestor) => valueAt(document, ['policies', ancestor, 'groups']) !== undefined);
  if (owner === undefined) {
    const hint = 'name the IAM groups whose members it sweeps, or extend a policy that does';
    return [{ path: ['policies', name, 'groups'], at: 'parent', problem: `"${name}" has no groups`, hint }];
  }
  const exempter = lineage.find(
    (ancestor) => valueAt(document, ['policies', ancestor, 'exempt', 'groups']) !== undefined,
  );
  const exempt = new Set(
    exempter === undefined ? [] : exemptIn(document, exempter, 'groups').map(({ text }) => nameKey(text)),
  );
  const included = textsIn(document, ['policies', owner, 'groups']);
  return included
    .filter(({ text }) => exempt.has(nameKey(text)))
    .map(({ path, text }) => ({
      path,
      at: 'value',
      problem: `group "${text}" is both swept and exempt in "${name}"`,
      hint: 'take it out of one of the two lists',
    }));
}

/** `deleteAfterInactiveDays` needs something that deletes. One that is only inherited is left to mean nothing. */
function delayProblems({ salvaged }: CrossFieldInput, { name, written }: MergedPolicy): Problem[] {
  const own = salvaged.policies?.[name]?.deleteAfterInactiveDays ?? 0;
  const action = written.action ?? DEFAULTS.policy.action;
  if (own === 0 || action === 'delete') return [];
  const problem = `"${name}" deletes nothing (its action is ${action}), so no key waits for deletion`;
  return [
    {
      path: ['policies', name, 'deleteAfterInactiveDays'],
      at: 'value',
      problem,
      hint: 'write action: delete, or leave this out',
    },
  ];
}

function ceilingProblems({ salvaged }: CrossFieldInput, policy: MergedPolicy): Problem[] {
  const ceiling = {
    action: salvaged.ceilings?.action ?? DEFAULTS.ceilings.action,
    revocations: salvaged.ceilings?.revocations ?? DEFAULTS.ceilings.revocations,
  };
  const action = policy.written.action ?? DEFAULTS.policy.action;
  const most = policy.written.maximumRevocations ?? DEFAULTS.policy.maximumRevocations;
  const problems: Problem[] = [];
  if (exceeds(action, ceiling.action)) {
    const problem = `action ${action} is over the ceiling, which is ${ceiling.action}`;
    problems.push({
      ...placeOf(salvaged.policies, policy, 'action'),
      problem,
      hint: 'lower it, or raise ceilings.action',
    });
  }
  if (most > ceiling.revocations) {
    const problem = `maximumRevocations ${most} is over the ceiling, which is ${ceiling.revocations}`;
    const place = placeOf(salvaged.policies, policy, 'maximumRevocations');
    problems.push({ ...place, problem, hint: 'lower it, or raise ceilings.revocations' });
  }
  return problems;
}

/** Where a setting of a merged policy was written: in it, in what it extends, or nowhere, which points at its name. */
function placeOf(
  policies: Readonly<Record<string, WrittenPolicy>> | undefined,
  { name, lineage }: MergedPolicy,
  setting: keyof WrittenPolicy,
): Pick<Problem, 'path' | 'at'> {
  const owner = lineage.find((ancestor) => policies?.[ancestor]?.[setting] !== undefined);
  return owner === undefined
    ? { path: ['policies', name], at: 'key' }
    : { path: ['policies', owner, setting], at: 'value' };
}
