import type { OrganizationDescription } from '@keysweep/local-organization';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { synthesizeMemberTemplate, synthesizeRolloutTemplate } from '../../stacksets/src/index.ts';
import { readRevokerBundle } from '../../stacksets/src/testing/revoker-bundle.ts';
import { deleteEverything, DEV, PROD, smallOrganization } from '../flow/small-organization.ts';
import { MANAGEMENT, setStage, type Stage } from '../stage.ts';

const JOINER = '444444444444';
const memberTemplate = synthesizeMemberTemplate({ revokerBundle: readRevokerBundle() });
/** The small organization, with nothing of keysweep's in its member accounts. */
function untouched(): OrganizationDescription {
  const { accounts, ...rest } = smallOrganization();
  return {
    ...rest,
    accounts: accounts.map((account) => (account.id === MANAGEMENT ? account : { ...account, agent: 'by StackSet' })),
  };
}

let stage: Stage;

beforeEach(async () => {
  stage = await setStage({ organization: untouched(), config: deleteEverything, isRolledOut: true });
});
afterEach(() => stage.organization.close());

function rollOut(targets = [stage.organization.account(MANAGEMENT).parentId]) {
  const organization = { id: stage.organization.id, managementAccountId: MANAGEMENT };
  return stage.organization.deployStack({
    accountId: MANAGEMENT,
    stackName: 'keysweep-rollout',
    template: synthesizeRolloutTemplate({ memberTemplate, config: stage.config, organization, targets }),
    parameters: { OrderVerificationKey: stage.agentEnvironment['KEYSWEEP_ORDER_VERIFICATION_KEY'] ?? '' },
  });
}

const statusOf = (accountId: string) =>
  stage.organization.stackInstances('keysweep').find((each) => each.accountId === accountId)?.status;

it('the member template goes into every account by StackSet, and its function revokes', async () => {
  expect(await rollOut()).toMatchObject({ status: 'CREATE_COMPLETE', failure: null });
  expect([statusOf(MANAGEMENT), statusOf(PROD), statusOf(DEV)]).toEqual([undefined, 'CURRENT', 'CURRENT']);
  expect(stage.organization.account(PROD).roles).toEqual(
    expect.arrayContaining(['keysweep-audit', 'keysweep-revoker']),
  );

  const run = await stage.sweep();

  expect(run.revocations).toBe(4);
  expect([stage.keysOf(PROD, 'alice'), stage.keysOf(DEV, 'dave')]).toEqual([[], []]);
  // Tagged, so the role itself may not.
  expect(stage.keysOf(PROD, 'carol')).toHaveLength(1);
  const summary = await stage.summary();
  const compliant = summary.accounts.filter(({ state }) => state === 'compliant').map(({ accountId }) => accountId);
  expect(compliant.toSorted()).toEqual([PROD, DEV]);
});

it('an account that joins is swept with the next run, and one that left no more', async () => {
  await rollOut();
  await stage.organization.addAccount({
    name: 'Joiner',
    id: JOINER,
    groups: ['Developers', 'Administrators', 'BreakGlass'],
    users: [{ name: 'erin', groups: ['Developers'], password: true, keys: [{ age: '5d' }] }],
  });
  await stage.organization.removeAccount(DEV);
  expect([statusOf(JOINER), statusOf(DEV)]).toEqual(['CURRENT', undefined]);

  await stage.sweep();

  expect(stage.keysOf(JOINER, 'erin')).toEqual([]);
  expect(stage.keysOf(DEV, 'dave')).toHaveLength(1);
  expect(stage.organization.account(DEV).roles).not.toContain('keysweep-revoker');
});

it('an account with a role of that name keeps it, is out of date, and holds up no other', async () => {
  stage.organization.putRole({ accountId: DEV, roleName: 'keysweep-audit', trusts: [DEV] });
  await rollOut();
  expect([statusOf(PROD), statusOf(DEV)]).toEqual(['CURRENT', 'OUTDATED']);
  expect(stage.organization.account(DEV).roles).not.toContain('keysweep-revoker');
  await stage.sweep();
  expect(stage.keysOf(PROD, 'alice')).toEqual([]);
  expect(stage.keysOf(DEV, 'dave')).toHaveLength(1);
});
