import { App, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { parseConfig } from '@keysweep/core';
import { test } from 'vitest';
import { writeFileSync } from 'node:fs';
import { synthesizeAssembly } from './assembly.ts';
import { MemberStack } from './member-stack.ts';
import { CentralStack } from './central-stack.ts';
import { RolloutStack } from './rollout-template.ts';
import { StandaloneStack } from './standalone-stack.ts';
import { readRevokerBundle } from './testing/revoker-bundle.ts';

const parsed = parseConfig({
  version: 1,
  region: 'eu-west-1',
  central: {},
  policies: {
    weekly: { groups: ['Developers'], action: 'deactivate', timezone: 'Europe/London' },
    'we-b': { groups: ['X'] },
    unused: { groups: ['Y'] },
  },
  assignments: { '/': 'weekly' },
  managementAccount: 'we-b',
  summary: { notify: ['a@example.com'] },
  ceilings: { action: 'deactivate', revocations: 150 },
});
const organization = { id: 'o-a1b2c3d4e5', managementAccountId: '111122223333' };
test('x', () => {
  if (!parsed.ok) throw new TypeError(JSON.stringify(parsed.problems));
  const config = parsed.config;
  const a = synthesizeAssembly(
    {
      config,
      organization,
      targets: ['r-ab12'],
      bundles: { revoker: readRevokerBundle(), aggregator: 'exports.inventory=1', standalone: 'exports.handler=1' },
      resolvedConfig: '{}',
    },
    '/tmp/s/out',
  );
  console.log(Object.fromEntries(Object.entries(a).map(([k, v]) => [k, typeof v === 'string' ? v.length : v])));
  for (const k of ['member', 'central', 'rollout', 'standalone'] as const) writeFileSync(`/tmp/s/${k}.json`, a[k]);
}, 60000);
test.runIf(process.env['NAG'])(
  'nag',
  () => {
    if (!parsed.ok) throw new TypeError(JSON.stringify(parsed.problems));
    const config = parsed.config;
    const app = new App({ outdir: '/tmp/s/nag' });
    Validations.of(app).addPlugins(new AwsSolutionsChecks(app, { verbose: false }));
    new MemberStack(app, 'Member', { revokerBundle: 'b' });
    new CentralStack(app, 'Central', { config, organization, aggregatorBundle: 'x', resolvedConfig: '{}' });
    new RolloutStack(app, 'Rollout', { memberTemplate: '{}', config, organization, targets: ['r-ab12'] });
    new StandaloneStack(app, 'Standalone', { standaloneBundle: 'x' });
    app.synth();
  },
  60000,
);
