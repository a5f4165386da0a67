import * as v from 'valibot';
import { issuePath, map } from './config/document.ts';
import { KeysweepError } from './errors.ts';
import { ORGANIZATIONAL_UNIT_ID, ROOT_ID } from './organization-path.ts';
import type { OrganizationSnapshot } from './organization.ts';
import type { Problem } from './problem.ts';
import { accountId } from './shape.ts';

const parentId = v.pipe(v.string(), v.regex(/^(ou|r)-[0-9a-z-]+$/));
const name = v.pipe(v.string(), v.minLength(1));

/** An organization snapshot on file. Unknown keys are passed over: a later keysweep may write more. */
const SnapshotSchema = map(
  v.object({
    id: v.pipe(v.string(), v.regex(/^o-[a-z0-9]{10,32}$/)),
    managementAccountId: accountId,
    rootId: v.pipe(v.string(), v.regex(ROOT_ID)),
    organizationalUnits: v.array(
      map(v.object({ id: v.pipe(v.string(), v.regex(ORGANIZATIONAL_UNIT_ID)), name, parentId })),
    ),
    accounts: v.array(map(v.object({ id: accountId, name: v.string(), email: v.string(), state: name, parentId }))),
  }),
);

/** What valibot finds fault with, in words. */
const FAULTS: Readonly<Record<v.InferIssue<typeof SnapshotSchema>['type'], string>> = {
  custom: 'invalid type',
  object: 'invalid type',
  array: 'invalid type',
  string: 'invalid type',
  regex: 'invalid format',
  min_length: 'too small',
};

/** A snapshot that is whole, or everything that is wrong with it. */
export type ParsedSnapshot =
  | { readonly ok: true; readonly snapshot: OrganizationSnapshot }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/** Checks the shape of a snapshot read from a file, and then that it is one whole tree. Never throws. */
export function parseOrganizationSnapshot(value: unknown): ParsedSnapshot {
  const shape = v.safeParse(SnapshotSchema, value);
  if (!shape.success) {
    const problems = shape.issues.map((issue): Problem => {
      const problem = `is not what an organization snapshot has here (${FAULTS[issue.type]})`;
      return { path: issuePath(issue), at: 'value', problem, hint: 'a snapshot is JSON; the README names its fields' };
    });
    return { ok: false, problems };
  }
  const problems = snapshotProblems(shape.output);
  return problems.length === 0 ? { ok: true, snapshot: shape.output } : { ok: false, problems };
}

/**
 * What keeps a snapshot from being one tree: an id given twice, a parent that is not there, an OU inside itself, two
 * OUs of one name under one parent (AWS refuses those, so a path of names means one OU), no management account.
 */
export function snapshotProblems(snapshot: OrganizationSnapshot): Problem[] {
  const { organizationalUnits, accounts, rootId } = snapshot;
  const parents = new Map(organizationalUnits.map((unit) => [unit.id, unit.parentId]));
  const known = (id: string) => id === rootId || parents.has(id);
  const orphans = { organizationalUnits, accounts };
  const findings = [
    ...repeated(
      'organizationalUnits',
      organizationalUnits.map((unit) => unit.id),
      'the id',
    ),
    ...repeated(
      'accounts',
      accounts.map((account) => account.id),
      'the id',
    ),
    ...repeated(
      'organizationalUnits',
      organizationalUnits.map((unit) => JSON.stringify([unit.parentId, unit.name])),
      'the parent and name',
    ),
    ...Object.entries(orphans).flatMap(([list, members]) =>
      members.flatMap((member, index) =>
        known(member.parentId) ? [] : [finding([list, index, 'parentId'], `has an unknown parent, ${member.parentId}`)],
      ),
    ),
    ...cycles(
      organizationalUnits.map((unit) => unit.id),
      parents,
    ),
  ];
  if (!accounts.some((account) => account.id === snapshot.managementAccountId)) {
    findings.push(finding(['managementAccountId'], 'is not among the accounts'));
  }
  return findings;
}

/** Refuses to go on with a snapshot that contradicts itself: `organization-invalid`, with the first problems named. */
export function requireWholeSnapshot(snapshot: OrganizationSnapshot): void {
  const problems = snapshotProblems(snapshot);
  if (problems.length === 0) return;
  const named = problems.slice(0, 5).map(({ path, problem }) => `${path.join('.')} ${problem}`);
  throw new KeysweepError('organization-invalid', `the organization contradicts itself: ${named.join('; ')}`, {
    hint: 'accounts or OUs may have moved while it was read: read it again',
  });
}

function repeated(list: string, keys: readonly string[], what: string): Problem[] {
  const seen = new Set<string>();
  return keys.flatMap((key, index) => {
    if (seen.has(key)) return [finding([list, index], `has ${what} of an earlier one: ${key}`)];
    seen.add(key);
    return [];
  });
}

/** OUs from which no root is reached because the way up comes back to itself. */
function cycles(ids: readonly string[], parents: ReadonlyMap<string, string>): Problem[] {
  const leadsUp = new Set<string>();
  return ids.flatMap((id, index) => {
    const way = new Set<string>();
    let at: string | undefined = id;
    while (at !== undefined && !leadsUp.has(at) && !way.has(at)) {
      way.add(at);
      at = parents.get(at);
    }
    if (at !== undefined && way.has(at))
      return [finding(['organizationalUnits', index, 'parentId'], 'leads back to itself')];
    for (const step of way) leadsUp.add(step);
    return [];
  });
}

function finding(path: Problem['path'], problem: string): Problem {
  return { path, at: 'value', problem, hint: 'AWS has no such organization: read it again' };
}
