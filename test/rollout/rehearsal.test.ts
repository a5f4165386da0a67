import { it } from 'vitest';
import { RolledOut } from './rolled-out.ts';
import { sixtyAccounts } from './sixty-accounts.ts';

const document = {
  version: 1,
  region: 'us-east-1',
  policies: {
    weekly: { groups: ['Developers', 'Administrators'], action: 'observe' },
    careful: { extends: 'weekly', action: 'observe' },
    watch: { extends: 'careful', action: 'observe' },
  },
  ceilings: { action: 'delete', revocations: 100 },
  assignments: { '/': 'weekly', '/Workloads/Prod': 'careful', '/Workloads/Prod/Regulated': 'watch', '/Suspended': 'none' },
  managementAccount: 'careful',
  summary: { schedule: 'cron(0 6 ? * SAT *)' },
};

it('x', async () => {
  const t0 = performance.now();
  const out = await RolledOut.deploy(sixtyAccounts(), document);
  console.log('deployed', performance.now() - t0, out.organization.stackInstances('keysweep').length);
  await out.organization.advanceTo(new Date('2026-11-07T07:00:00Z'));
  console.log('advanced', performance.now() - t0);
  for (const name of ['inventory','sweep','gate','summarise']) console.log(out.organization.functionLogs('100000000001', 'keysweep-'+name).filter(l=>l.includes('seconds')).map(l=>{const j=JSON.parse(l); return [j.stage,j.of,j.policy,j.accounts,j.seconds].join(' ')}).join('\n'));
  for (const d of out.organization.executions('100000000001','keysweep-sweep').filter(e => e.status !== 'SUCCEEDED')) console.log(JSON.stringify(d).slice(500,1400));
  console.log((await out.summary()).states);
  await out.organization.close();
}, 120000);
