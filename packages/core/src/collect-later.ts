import type { AccountPlan, Unknown } from './account-plan.ts';
import { collect, OUT_OF_TIME, type CollectPorts } from './collect.ts';
import { findLeavers, type Leaver, type Past } from './find-leavers.ts';
import { mustNotBeActive, type RecalledUser } from './judge-later.ts';
import type { AccountObservation } from './observation.ts';
import { nameKey, type PolicyRules } from './policy.ts';
import { unknown } from './reading.ts';

/** What is read for a later look: the account as for a plan, and whoever has left the scope. */
export interface LaterObservation {
  readonly observation: AccountObservation;
  readonly recalled: readonly RecalledUser[];
}

/**
 * Reads an account between runs. Keys that the record does not let be active are looked for wherever their users are by now, and
 * under whatever name; so are the keys of everybody who has left the scope, one list each. The rest is read as of the next
 * run: what the credential report may spare then, it may spare as of any earlier time.
 */
export async function collectLater(
  past: Past,
  { rules, nextDue }: { readonly rules: PolicyRules; readonly nextDue: Date },
  ports: CollectPorts,
): Promise<LaterObservation> {
  const observation = await collect(rules, nextDue, ports);
  const leavers = new Map(findLeavers(past, observation).map((leaver) => [nameKey(leaver.userName), leaver]));
  const seen = new Set(observation.users.map(({ userName }) => nameKey(userName)));
  const owners = ownersOf(past.record, observation).filter((userName) => !seen.has(nameKey(userName)));
  const names = new Map([...owners, ...[...leavers.values()].map(({ userName }) => userName)].map(byKey));
  const recalled = await Promise.all(
    [...names].map(([key, userName]) => ports.pace.run(() => recall(userName, leavers.get(key) ?? null, ports))),
  );
  return { observation, recalled };
}

function byKey(userName: string): [string, string] {
  return [nameKey(userName), userName];
}

async function recall(userName: string, leaver: Leaver | null, ports: CollectPorts): Promise<RecalledUser> {
  const accessKeys = ports.inTime() ? await ports.reader.accessKeys(userName) : unknown(OUT_OF_TIME);
  return { userName, accessKeys, hasLeft: leaver !== null, keysBefore: leaver?.keysBefore ?? [] };
}

/** Whose keys may not be active by the record, as they are called now. */
function ownersOf(record: AccountPlan | null, { details }: AccountObservation): string[] {
  const names = new Map(details.users.map(({ userId, userName }) => [userId, userName]));
  return (record?.keys ?? [])
    .filter(mustNotBeActive)
    .map(({ userId, userName }) => (userId === null ? userName : (names.get(userId) ?? userName)));
}

/** The reads of those out of scope that failed. */
export function unknownsAmong(recalled: readonly RecalledUser[]): Unknown[] {
  return recalled.flatMap(({ userName, accessKeys }) =>
    accessKeys.state === 'unknown' ? [{ concerns: `access keys of ${userName}`, failure: accessKeys.failure }] : [],
  );
}
