import type { AccountPlan, Unknown } from './account-plan.ts';
import { collect, OUT_OF_TIME, type CollectPorts } from './collect.ts';
import { mustNotBeActive, type LaterSight } from './judge-later.ts';
import type { AccountObservation } from './observation.ts';
import { nameKey, type PolicyRules } from './policy.ts';
import { unknown } from './reading.ts';

/** What is read for a later look: the account as for a plan, and whoever has left the scope with a key that must go. */
export interface LaterObservation {
  readonly observation: AccountObservation;
  readonly recalled: LaterSight['recalled'];
}

/**
 * Reads an account between runs. Keys that the record does not let be active are looked for wherever their users are by now, and
 * under whatever name. The rest is read as of the next run: what the credential report may spare then, it may spare as of
 * any earlier time.
 */
export async function collectLater(
  record: AccountPlan | null,
  { rules, nextDue }: { readonly rules: PolicyRules; readonly nextDue: Date },
  ports: CollectPorts,
): Promise<LaterObservation> {
  const observation = await collect(rules, nextDue, ports);
  const seen = new Set(observation.users.map(({ userName }) => nameKey(userName)));
  const owners = new Set(ownersOf(record, observation));
  const recalled = await Promise.all(
    [...owners]
      .filter((userName) => !seen.has(nameKey(userName)))
      .map((userName) =>
        ports.pace.run(async () => ({
          userName,
          accessKeys: ports.inTime() ? await ports.reader.accessKeys(userName) : unknown(OUT_OF_TIME),
        })),
      ),
  );
  return { observation, recalled };
}

/** Whose keys may not be active by the record, as they are called now. */
function ownersOf(record: AccountPlan | null, { details }: AccountObservation): string[] {
  const names = new Map(details.users.map(({ userId, userName }) => [userId, userName]));
  return (record?.keys ?? [])
    .filter(mustNotBeActive)
    .map(({ userId, userName }) => (userId === null ? userName : (names.get(userId) ?? userName)));
}

/** The reads of those out of scope that failed. */
export function unknownsAmong(recalled: LaterSight['recalled']): Unknown[] {
  return recalled.flatMap(({ userName, accessKeys }) =>
    accessKeys.state === 'unknown' ? [{ concerns: `access keys of ${userName}`, failure: accessKeys.failure }] : [],
  );
}
