import { countOf } from '@keysweep/aggregator';
import { indexOrganization, type OrganizationSnapshot } from '@keysweep/core';
import { yamlComment, yamlPath } from './yaml-text.ts';

/** How many accounts are in a place or anywhere below it. */
interface Population {
  readonly path: string;
  readonly accounts: number;
  readonly suspended: number;
}

/** The assignments of a new configuration: the root, and under it as remarks every OU that might be assigned. */
export function assignmentLines(snapshot: OrganizationSnapshot, policy: string): string[] {
  const [root, ...units] = populations(snapshot);
  return [
    `  /: ${policy} ${yamlComment(populationText(root as Population))}`,
    ...units.map((unit) => `  # ${yamlPath(unit.path)}: ${policy} ${yamlComment(populationText(unit))}`),
  ];
}

/** Of the root and of every OU, in the order of their paths. */
function populations(snapshot: OrganizationSnapshot): Population[] {
  const index = indexOrganization(snapshot);
  const counts = new Map<string, { accounts: number; suspended: number }>();
  for (const id of [snapshot.rootId, ...snapshot.organizationalUnits.map((unit) => unit.id)])
    counts.set(id, { accounts: 0, suspended: 0 });
  for (const { parentId, state } of snapshot.accounts)
    for (const id of index.lineageOf(parentId)) {
      const count = counts.get(id) as { accounts: number; suspended: number };
      count.accounts += 1;
      if (state !== 'ACTIVE') count.suspended += 1;
    }
  return [...counts]
    .map(([id, count]) => ({ path: index.pathOf(id), ...count }))
    .sort((left, right) => (left.path < right.path ? -1 : 1));
}

function populationText({ accounts, suspended }: Population): string {
  const some = countOf(accounts, 'account');
  return suspended === 0 ? some : `${some}, ${suspended} of them suspended or closed`;
}
