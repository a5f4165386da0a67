import { expect, it } from 'vitest';
import { deploymentOf } from './deployment.ts';
import type { StackInstanceStatus } from './ports.ts';
import { known, type Reading } from './reading.ts';
import { unread } from './testing/account.ts';

const MANAGEMENT = '111111111111';
const MEMBER = '222222222222';
const instances = (status: StackInstanceStatus): Reading<ReadonlyMap<string, StackInstanceStatus>> =>
  known(new Map([[MEMBER, status]]));

it.each([
  ['current', MEMBER, instances('CURRENT')],
  ['outdated', MEMBER, instances('OUTDATED')],
  ['outdated', MEMBER, instances('INOPERABLE')],
  ['outdated', MEMBER, instances('SOMETHING_NEW')],
  ['none', '333333333333', instances('CURRENT')],
  ['none', MEMBER, { state: 'absent' }],
  ['unknown', MEMBER, unread()],
  ['not-by-stack-set', MANAGEMENT, instances('CURRENT')],
  ['not-by-stack-set', MANAGEMENT, unread()],
] as const)('%s: row %#', (deployment, accountId, read) => {
  expect(deploymentOf(accountId, { managementAccountId: MANAGEMENT, instances: read })).toBe(deployment);
});

it.each([MANAGEMENT, MEMBER])('nowhere, where nothing is deployed: %s', (accountId) => {
  const facts = { managementAccountId: MANAGEMENT, instances: instances('CURRENT'), isDeployed: false };
  expect(deploymentOf(accountId, facts)).toBe('nowhere');
});
