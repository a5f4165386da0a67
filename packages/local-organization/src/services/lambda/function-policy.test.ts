import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { beforeEach, describe, expect, it } from 'vitest';
import type { FunctionDeployment } from '../../deployment.ts';
import type { LocalOrganization } from '../../local-organization.ts';
import { acme, asRole, clientConfig, MANAGEMENT, PAYMENTS } from '../../testing/acme.ts';

const functionName = 'worker';
const functionArn = `arn:aws:lambda:us-east-1:${PAYMENTS}:function:${functionName}`;
const centralRole = `arn:aws:iam::${MANAGEMENT}:role/controller`;
let organization: LocalOrganization;

beforeEach(() => {
  organization = acme();
});

const deploy = (deployment: Partial<FunctionDeployment> = {}) =>
  organization.deployFunction({
    accountId: PAYMENTS,
    functionName,
    roleName: 'worker',
    inProcess: () => 'ran',
    ...deployment,
  });
const invoke = (client: LambdaClient) =>
  client.send(new InvokeCommand({ FunctionName: functionArn })).then(
    () => 'ran',
    (error: Error) => error.message,
  );
const as = (accountId: string, roleName: string) => new LambdaClient(asRole(organization, accountId, roleName));

// https://docs.aws.amazon.com/lambda/latest/dg/access-control-resource-based.html
describe('a permission to invoke', () => {
  it('for a role is for that role', async () => {
    await deploy({ invokableBy: [centralRole] });
    expect(await invoke(as(MANAGEMENT, 'controller'))).toBe('ran');
    expect(await invoke(new LambdaClient(clientConfig(organization)))).toMatch(
      'because no resource-based policy allows the lambda:InvokeFunction action',
    );
  });

  it('for an account leaves it to the policies of that account', async () => {
    await deploy({ invokableBy: [MANAGEMENT] });
    organization.putRole({ accountId: MANAGEMENT, roleName: 'powerless' });
    expect(await invoke(as(MANAGEMENT, 'controller'))).toBe('ran');
    expect(await invoke(as(MANAGEMENT, 'powerless'))).toMatch('no identity-based policy');
  });

  it('for the organization does not spare a principal of another account its own policies', async () => {
    await deploy({ invokableBy: ['organization'] });
    organization.putRole({ accountId: MANAGEMENT, roleName: 'powerless' });
    expect(await invoke(as(MANAGEMENT, 'controller'))).toBe('ran');
    expect(await invoke(as(MANAGEMENT, 'powerless'))).toMatch('no identity-based policy');
  });

  // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
  it('is not needed within the account, and is enough there', async () => {
    organization.putRole({ accountId: PAYMENTS, roleName: 'invoker', allows: ['lambda:InvokeFunction'] });
    organization.putRole({ accountId: PAYMENTS, roleName: 'powerless' });
    await deploy();
    expect(await invoke(as(PAYMENTS, 'invoker'))).toBe('ran');
    expect(await invoke(as(PAYMENTS, 'powerless'))).toMatch('no identity-based policy');
    await deploy({ invokableBy: [`arn:aws:iam::${PAYMENTS}:role/powerless`] });
    expect(await invoke(as(PAYMENTS, 'powerless'))).toBe('ran');
  });
});

// https://docs.aws.amazon.com/lambda/latest/dg/lambda-intro-execution-role.html
describe("a function's role", () => {
  it('must trust Lambda when the function is deployed', async () => {
    organization.putRole({ accountId: PAYMENTS, roleName: 'other', trusts: ['states.amazonaws.com'] });
    await expect(deploy({ roleName: 'other' })).rejects.toMatchObject({ code: 'role-untrusting' });
  });

  it.each([{ inProcess: () => 'ran' }, { code: { source: 'exports.handler = async () => 1' } }])(
    'must still trust Lambda when the function is invoked: %o',
    async (code) => {
      await organization.deployFunction({ accountId: PAYMENTS, functionName, roleName: 'worker', ...code });
      organization.putRole({ accountId: PAYMENTS, roleName: 'worker', allows: ['*'] });
      organization.putRole({ accountId: PAYMENTS, roleName: 'invoker', allows: ['*'] });
      expect(await invoke(as(PAYMENTS, 'invoker'))).toBe(
        'The role defined for the function cannot be assumed by Lambda.',
      );
    },
  );
});
