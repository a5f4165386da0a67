import { generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { KeysweepError, type AccountPlan, type ApplyAnswer } from '@keysweep/core';
import { synthesizeMemberTemplate, TEMPLATE_BODY_LIMIT } from '@keysweep/stacksets';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runDeployed, type DeployedFunction } from './deployed-function.ts';
import { MANAGEMENT_ACCOUNT, MotoAdmin } from './moto-admin.ts';
import { locateMoto, startMoto, type MotoProcess } from './moto-process.ts';
import { buildMotoWorld } from './moto-world.ts';
import { startPagingProxy, type PagingProxy } from './paging-proxy.ts';

const WHY_NOT =
  'SKIPPED: moto_server is not here and could not be installed, so the member template was not deployed to it';
const executable = locateMoto();
if (executable === null && process.env['CI'] === 'true') throw new KeysweepError('environment-invalid', WHY_NOT);
if (executable === null) console.warn(WHY_NOT);

const BUNDLE = fileURLToPath(new URL('../../apps/revoker/dist/revoker.cjs', import.meta.url));
const ORGANIZATION = 'o-a1b2c3d4e5';
const RULES = {
  groups: ['Developers'],
  action: 'delete',
  deleteAfterInactiveDays: 0,
  minimumKeyAgeDays: 0,
  exempt: { groups: [], users: [] },
  requireConsoleAccess: true,
  maximumRevocations: 10,
  timezone: 'UTC',
};

describe.skipIf(executable === null)(`the member template on moto${executable === null ? `: ${WHY_NOT}` : ''}`, () => {
  let moto: MotoProcess;
  let proxy: PagingProxy;
  let account: DeployedAccount;
  beforeAll(async () => {
    moto = await startMoto(executable ?? '');
    proxy = await startPagingProxy(moto.url);
    account = await deployMember({ direct: moto.url, paged: proxy.url });
  }, 90_000);
  afterAll(async () => {
    await proxy.stop();
    await moto.stop();
  });

  it('is created as an ordinary stack, from text that fits a request', async () => {
    console.log(`member template: ${account.templateBytes} of ${TEMPLATE_BODY_LIMIT} bytes`);
    expect(account.templateBytes).toBeLessThanOrEqual(TEMPLATE_BODY_LIMIT);
    expect(await account.stackStatus()).toBe('CREATE_COMPLETE');
  });

  it('its function, with the code and the environment that were deployed, revokes the right keys', async () => {
    const planned = (await account.invoke({ kind: 'plan', ledger: {} })) as AccountPlan;
    expect(planned.keys.map(({ userName, decision }) => [userName, decision]).sort()).toEqual([
      ['alice', 'delete'],
      ['alice', 'delete'],
      ['carol', 'exempt'],
      ['robot', 'keep'],
    ]);

    const answer = (await account.invoke({ kind: 'apply', attempt: 1, keys: keysToDelete(planned) })) as ApplyAnswer;

    expect(answer.outcomes.map(({ userName, outcome, verified }) => [userName, outcome, verified])).toEqual([
      ['alice', 'deleted', true],
      ['alice', 'deleted', true],
    ]);
    expect(await account.keysOf('alice')).toBe(0);
    for (const user of ['carol', 'robot', 'stranger']) expect(await account.keysOf(user), user).toBe(1);
  });

  it('refuses an order that another key signed', async () => {
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    expect(await account.invoke({ kind: 'plan', ledger: {} }, privateKey)).toMatchObject({ code: 'signature' });
  });
});

function keysToDelete({ keys }: AccountPlan) {
  return keys
    .filter(({ decision }) => decision === 'delete')
    .map(({ accessKeyId, userName, userId, decision }) => ({
      accessKeyId,
      userName,
      userId,
      decision,
      onlyIfInactive: false,
    }));
}

interface DeployedAccount {
  readonly templateBytes: number;
  stackStatus(): Promise<string | undefined>;
  /** Sends an order signed by the centre's key, or by another. */
  invoke(order: object, signedBy?: KeyObject): Promise<unknown>;
  /** How many access keys a user has. */
  keysOf(userName: string): Promise<number>;
}

/** `paged` answers like `direct`, and says on each page whether it is the last one, which moto does not. */
async function deployMember(urls: { readonly direct: string; readonly paged: string }): Promise<DeployedAccount> {
  const admin = new MotoAdmin(urls.direct);
  const ids = await buildMotoWorld(
    admin,
    {
      accounts: [
        {
          name: 'member',
          users: [
            { name: 'alice', groups: ['Developers'], password: true, keys: ['Active', 'Active'] },
            {
              name: 'carol',
              groups: ['Developers'],
              password: true,
              keys: ['Active'],
              tags: [{ key: 'keysweep-exempt', value: 'on call' }],
            },
            { name: 'robot', groups: ['Developers'], keys: ['Active'] },
            { name: 'stranger', groups: ['Others'], password: true, keys: ['Active'] },
          ],
        },
      ],
    },
    'unused',
  );
  const accountId = ids.get('member') ?? '';
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const template = synthesizeMemberTemplate({ revokerBundle: readFileSync(BUNDLE, 'utf8') });
  await createStack(admin, accountId, {
    template,
    verificationKey: publicKey.export({ type: 'spki', format: 'der' }).toString('base64'),
  });
  const deployed = await readFunction(admin, { url: urls.paged, accountId });
  return {
    templateBytes: Buffer.byteLength(template),
    stackStatus: async () =>
      element(await admin.query('cloudformation', accountId, { Action: 'DescribeStacks' }), 'StackStatus'),
    invoke: (order, signedBy = privateKey) =>
      runDeployed(deployed, envelope({ ...common(accountId), ...order }, signedBy)),
    keysOf: async (UserName) =>
      (await admin.query('iam', accountId, { Action: 'ListAccessKeys', UserName })).split('<AccessKeyId>').length - 1,
  };
}

async function createStack(
  admin: MotoAdmin,
  accountId: string,
  { template, verificationKey }: { readonly template: string; readonly verificationKey: string },
): Promise<void> {
  const parameters = {
    CentralAccountId: MANAGEMENT_ACCOUNT,
    OrganizationId: ORGANIZATION,
    OrderVerificationKey: verificationKey,
    CeilingAction: 'delete',
    CeilingRevocations: '10',
  };
  await admin.query('cloudformation', accountId, {
    Action: 'CreateStack',
    StackName: 'keysweep',
    TemplateBody: template,
    'Capabilities.member.1': 'CAPABILITY_NAMED_IAM',
    ...Object.fromEntries(
      Object.entries(parameters).flatMap(([key, value], index) => [
        [`Parameters.member.${index + 1}.ParameterKey`, key],
        [`Parameters.member.${index + 1}.ParameterValue`, value],
      ]),
    ),
  });
}

/** The code from GetTemplate, the environment from GetFunction, the credentials from the role the function has. */
async function readFunction(
  admin: MotoAdmin,
  { url, accountId }: { readonly url: string; readonly accountId: string },
): Promise<DeployedFunction> {
  const stored = await admin.query('cloudformation', accountId, { Action: 'GetTemplate', StackName: 'keysweep' });
  const template = JSON.parse(unescapeXml(element(stored, 'TemplateBody') ?? '')) as {
    Resources: { Revoker: { Properties: { Code: { ZipFile: string } } } };
  };
  const { Configuration } = (await admin.get('lambda', accountId, '/2015-03-31/functions/keysweep-revoker')) as {
    Configuration: { FunctionArn: string; Role: string; Environment: { Variables: Record<string, string> } };
  };
  const session = await admin.query('sts', accountId, {
    Action: 'AssumeRole',
    RoleArn: Configuration.Role,
    RoleSessionName: 'keysweep-revoker',
  });
  return {
    code: template.Resources.Revoker.Properties.Code.ZipFile,
    functionArn: Configuration.FunctionArn,
    environment: {
      ...Configuration.Environment.Variables,
      AWS_REGION: 'us-east-1',
      AWS_ENDPOINT_URL: url,
      AWS_ACCESS_KEY_ID: element(session, 'AccessKeyId') ?? '',
      AWS_SECRET_ACCESS_KEY: element(session, 'SecretAccessKey') ?? '',
      AWS_SESSION_TOKEN: element(session, 'SessionToken') ?? '',
    },
  };
}

function common(accountId: string) {
  const now = Date.now();
  return {
    schema: 'keysweep/order/1',
    organizationId: ORGANIZATION,
    accountId,
    runId: '20261120T235500Z',
    policy: 'weekly',
    rules: RULES,
    configHash: 'test',
    // A minute from now: the keys were made just before.
    asOf: new Date(now + 60_000).toISOString(),
    issuedAt: new Date(now).toISOString(),
    finishBy: new Date(now + 60_000).toISOString(),
  };
}

function envelope(order: object, key: KeyObject) {
  const text = JSON.stringify(order);
  return { order: text, signature: sign('sha256', Buffer.from(text), key).toString('base64') };
}

function element(xml: string, name: string): string | undefined {
  return new RegExp(`<${name}>([^<]+)</${name}>`).exec(xml)?.[1];
}

function unescapeXml(text: string): string {
  const entities: Record<string, string> = { lt: '<', gt: '>', quot: '"', apos: "'", '#34': '"', '#39': "'", amp: '&' };
  return text.replaceAll(/&(#?\w+);/g, (whole, name: string) => entities[name] ?? whole);
}
