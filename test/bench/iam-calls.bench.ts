import type { OrganizationDescription } from '@keysweep/local-organization';
import { MANAGEMENT, setStage, type Stage } from '../stage.ts';

const LARGE = '222222222222';
const USERS = 250;
const KEYS = 334;
/** What the design allows the agent: pages, one list per user, one write per key, one look again per changed user, and 10. */
const MOST_CALLS = 850;
const BUCKET = { ratePerSecond: 20, burst: 50, per: 'account' } as const;

const organization: OrganizationDescription = {
  organization: { id: 'o-benchmark1', managementAccount: 'Management' },
  accounts: [
    { name: 'Management', id: MANAGEMENT },
    {
      name: 'Large',
      id: LARGE,
      agent: 'deployed',
      groups: ['Developers', 'Administrators'],
      generate: {
        users: USERS,
        prefix: 'dev',
        groups: ['Developers'],
        keys: KEYS,
        keyAge: { from: '2d', to: '900d' },
        password: true,
      },
    },
  ],
};
const config = {
  version: 1,
  region: 'us-east-1',
  policies: { weekly: { groups: ['Developers', 'Administrators'], action: 'delete', maximumRevocations: 400 } },
  ceilings: { action: 'delete', revocations: 400 },
  assignments: { '/': 'weekly' },
  managementAccount: 'none',
};

await measure('unthrottled', () => undefined);
await measure(`throttled: ${BUCKET.ratePerSecond} calls/s, burst ${BUCKET.burst}`, (stage) =>
  stage.organization.throttles.set('iam:*', BUCKET),
);

async function measure(title: string, prepare: (stage: Stage) => void): Promise<void> {
  const stage = await setStage({ organization, config, patient: true });
  prepare(stage);
  const started = performance.now();
  const run = await stage.sweep();
  const seconds = (performance.now() - started) / 1000;
  const summary = await stage.summary();
  const left = stage.organization.allAccessKeys().filter(({ accountId }) => accountId === LARGE).length;
  const verified = (await stage.keys()).filter(({ verified }) => verified === true).length;
  console.log(`\n${title}: ${USERS} users, ${KEYS} keys`);
  console.log(
    `  revoked ${run.revocations}, verified ${verified}, left ${left}, state ${summary.accounts.find(({ accountId }) => accountId === LARGE)?.state}, ${seconds.toFixed(1)} s`,
  );
  const agent = count(stage, 'keysweep-revoker');
  const audit = count(stage, 'keysweep-audit');
  for (const operation of [...new Set([...agent.keys(), ...audit.keys()])].sort())
    console.log(
      `  ${operation.padEnd(36)} agent ${String(agent.get(operation) ?? 0).padStart(5)}   audit ${String(audit.get(operation) ?? 0).padStart(5)}`,
    );
  const total = [...agent.values()].reduce((sum, each) => sum + each, 0);
  console.log(`  agent in all ${total} (allowed ${MOST_CALLS} where nothing is throttled)`);
  await stage.organization.close();
}

function count(stage: Stage, roleName: string): Map<string, number> {
  const calls = new Map<string, number>();
  for (const { service, operation, accountId, principalArn, outcome } of stage.organization.journal.entries()) {
    if (service !== 'iam' || accountId !== LARGE || !(principalArn ?? '').includes(roleName)) continue;
    const name = outcome === 'ok' ? operation : `${operation} (${outcome})`;
    calls.set(name, (calls.get(name) ?? 0) + 1);
  }
  return calls;
}
