import { auditAccess, pace, type CallerIdentity, type Connection } from '@keysweep/aws';
import type { Failure, IamReader, OrganizationSnapshot } from '@keysweep/core';
import { partitionOf } from '../organization/identify-caller.ts';
import { toldPace } from '../progress.ts';
import { GroupTallies, type GroupTally } from './tally-groups.ts';

/** An account of which not all was read. */
export interface UnreadAccount {
  readonly accountId: string;
  readonly name: string;
  readonly failure: Failure;
}

/** The groups of an organization, and what of it could not be read. */
export interface FoundGroups {
  readonly groups: readonly GroupTally[];
  /** Active accounts that were looked into, in full or in part. */
  readonly looked: number;
  readonly unread: readonly UnreadAccount[];
}

/** Where groups are looked up, and through which role. */
export interface GroupSearch {
  readonly connection: Connection;
  readonly caller: CallerIdentity;
  readonly roleName: string;
  /** Told of each account that is done. */
  readonly onAccount: () => void;
}

const ACCOUNTS_AT_A_TIME = 20;

/** Looks into every active account for its groups, and for who in them can sign in with a password. Reads alone. */
export async function lookUpGroups(
  { accounts }: OrganizationSnapshot,
  { connection, caller, roleName, onAccount }: GroupSearch,
): Promise<FoundGroups> {
  const access = auditAccess(connection, {
    roleName,
    partition: partitionOf(caller.arn),
    ownAccountId: caller.accountId,
  });
  const few = toldPace(pace(ACCOUNTS_AT_A_TIME), onAccount);
  const tallies = new GroupTallies();
  const unread: UnreadAccount[] = [];
  let looked = 0;
  const look = async ({ id: accountId, name }: { readonly id: string; readonly name: string }): Promise<void> => {
    const opened = await access.open(accountId, 'keysweep-init');
    if (opened.state === 'known') looked += 1;
    const failure =
      opened.state === 'known'
        ? await takeAccount(opened.value, tallies)
        : opened.state === 'unknown'
          ? opened.failure
          : GONE;
    if (failure !== null) unread.push({ accountId, name, failure });
  };
  const active = accounts.filter(({ state }) => state === 'ACTIVE');
  await Promise.all(active.map((account) => few.run(() => look(account))));
  return {
    groups: tallies.all(),
    looked,
    unread: unread.sort((left, right) => (left.accountId < right.accountId ? -1 : 1)),
  };
}

/** The first read that failed, or null. */
async function takeAccount(reader: IamReader, tallies: GroupTallies): Promise<Failure | null> {
  const [details, credentialReport] = await Promise.all([reader.authorizationDetails(), reader.credentialReport()]);
  tallies.take({ details: details.items, credentialReport });
  if (details.end.state === 'unknown') return details.end.failure;
  return credentialReport.state === 'unknown' ? credentialReport.failure : null;
}

const GONE = { kind: 'not-found', operation: 'sts:AssumeRole', code: 'NotFound', message: 'it is not there' } as const;
