import { mkdtemp, writeFile } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { GetFunctionCommand, InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FunctionDeployment } from '../../deployment.ts';
import { LocalOrganization } from '../../local-organization.ts';
import { acme, asAdministrator, asRole, clientConfig, EMPTY, MANAGEMENT, PAYMENTS } from '../../testing/acme.ts';

const organization = acme();
const lambda = new LambdaClient(asAdministrator(organization, PAYMENTS));
const functionName = 'worker';
const functionArn = `arn:aws:lambda:us-east-1:${PAYMENTS}:function:${functionName}`;

const deploy = (deployment: Partial<FunctionDeployment>) =>
  organization.deployFunction({ accountId: PAYMENTS, functionName, roleName: 'worker', ...deployment });

async function invoke(event: unknown = {}, client = lambda, FunctionName = functionName) {
  const answer = await client.send(new InvokeCommand({ FunctionName, Payload: Buffer.from(JSON.stringify(event)) }));
  const body = JSON.parse(Buffer.from(answer.Payload ?? []).toString());
  return { status: answer.StatusCode, error: answer.FunctionError, body };
}

afterAll(() => organization.close());

describe('a function process', () => {
  let folder: string;
  const bundle = async (source: string) => {
    const bundlePath = join(folder, 'index.js');
    await writeFile(bundlePath, source);
    return { code: { bundlePath } };
  };

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'local-organization-'));
    // Even among ES modules the bundle is CommonJS, as inline code in Lambda is.
    await writeFile(join(folder, 'package.json'), '{"type":"module"}');
  });

  it("finds the runtime's SDK, and acts under its role through the organization", async () => {
    const source = `
      const { IAMClient, ListAccessKeysCommand, ListUsersCommand } = require('@aws-sdk/client-iam');
      const iam = new IAMClient({ maxAttempts: 1 });
      exports.handler = async ({ userName }) => {
        console.log('listing', userName);
        const { AccessKeyMetadata } = await iam.send(new ListAccessKeysCommand({ UserName: userName }));
        const denied = await iam.send(new ListUsersCommand({})).catch((error) => error.name);
        return { keys: AccessKeyMetadata.length, denied };
      };`;
    await deploy({ ...(await bundle(source)), timeoutSeconds: 10 });
    expect(await invoke({ userName: 'Alice' })).toEqual({
      status: 200,
      error: undefined,
      body: { keys: 2, denied: 'AccessDenied' },
    });
    const principalArn = `arn:aws:sts::${PAYMENTS}:assumed-role/worker/${functionName}`;
    expect(organization.journal.count({ operation: 'iam:*', principalArn })).toBe(2);
    expect(organization.functionLogs(PAYMENTS, functionName)).toContain('listing Alice');
  });

  it('sees its own variables and no others', async () => {
    process.env['LEAK'] = 'secret';
    const code = { source: 'exports.handler = async () => ({ ...process.env })' };
    await deploy({ code, environment: { CEILING: '200' } });
    const { body } = await invoke();
    expect(Object.keys(body).sort()).toEqual([
      'AWS_ACCESS_KEY_ID',
      'AWS_ENDPOINT_URL',
      'AWS_LAMBDA_FUNCTION_NAME',
      'AWS_LAMBDA_FUNCTION_VERSION',
      'AWS_REGION',
      'AWS_SECRET_ACCESS_KEY',
      'AWS_SESSION_TOKEN',
      'CEILING',
      'NODE_PATH',
      'PATH',
    ]);
    expect(body).toMatchObject({ CEILING: '200', AWS_REGION: 'us-east-1', AWS_LAMBDA_FUNCTION_NAME: functionName });
  });

  it('stays warm, and is joined by another while it is busy', async () => {
    const source = `let calls = 0; exports.handler = async ({ wait = 0 }) => {
      calls += 1; await new Promise((done) => setTimeout(done, wait)); return { calls, pid: process.pid }; }`;
    await deploy({ code: { source } });
    const first = (await invoke()).body;
    expect((await invoke()).body).toEqual({ calls: 2, pid: first.pid });
    const [left, right] = await Promise.all([invoke({ wait: 100 }), invoke({ wait: 100 })]);
    expect(left.body.pid).not.toBe(right.body.pid);
  });

  it('has so many processes at once that the machine can bear them: further invocations wait', async () => {
    const places = 2 * Math.max(2, availableParallelism());
    const source = `exports.handler = async () => {
      await new Promise((done) => setTimeout(done, 50)); return process.pid; }`;
    await deploy({ code: { source } });
    const answers = await Promise.all(Array.from({ length: 3 * places }, () => invoke()));
    expect(answers.map(({ error }) => error)).toEqual(answers.map(() => undefined));
    expect(new Set(answers.map(({ body }) => body)).size).toBeLessThanOrEqual(places);
  }, 30_000);

  it('gets a context', async () => {
    const source =
      'exports.handler = async (event, context) => ({ ...context, left: context.getRemainingTimeInMillis() })';
    await deploy({ code: { source }, timeoutSeconds: 30 });
    const { body } = await invoke();
    expect(body).toMatchObject({ functionName, invokedFunctionArn: functionArn, awsRequestId: expect.any(String) });
    expect(body.left).toBeGreaterThan(25_000);
    expect(body.left).toBeLessThanOrEqual(30_000);
  });

  it.each([
    [
      'throws',
      'exports.handler = async () => { throw new RangeError("too far") }',
      { errorType: 'RangeError', errorMessage: 'too far', trace: expect.any(Array) },
    ],
    [
      'exits',
      'exports.handler = async () => process.exit(3)',
      { errorType: 'Runtime.ExitError', errorMessage: expect.stringContaining('exit status 3') },
    ],
    [
      'hangs',
      'exports.handler = () => new Promise(() => setInterval(() => 0, 1000))',
      { errorMessage: expect.stringContaining('Task timed out after 0.30 seconds') },
    ],
    ['does not load', 'require("not-there")', { errorType: 'Runtime.ImportModuleError' }],
    ['has no handler', 'exports.other = 1', { errorType: 'Runtime.HandlerNotFound' }],
    [
      'answers too much',
      'exports.handler = async () => "x".repeat(7e6)',
      { errorType: 'Function.ResponseSizeTooLarge' },
    ],
  ])('that %s is an unhandled function error, and the next one starts afresh', async (name, source, body) => {
    await deploy({ code: { source }, timeoutSeconds: name === 'hangs' ? 0.3 : 20 });
    for (const attempt of [1, 2]) {
      expect(await invoke({ attempt })).toMatchObject({ status: 200, error: 'Unhandled', body });
    }
  });
});

describe('a function in this process', () => {
  it('is invoked and refused like any other', async () => {
    await deploy({ inProcess: (event) => ({ got: event }) });
    expect(await invoke({ a: 1 })).toEqual({ status: 200, error: undefined, body: { got: { a: 1 } } });
    await deploy({ inProcess: () => Promise.reject(new TypeError('no')), timeoutSeconds: 1 });
    expect(await invoke()).toMatchObject({ error: 'Unhandled', body: { errorType: 'TypeError', errorMessage: 'no' } });
    await deploy({ inProcess: () => new Promise(() => undefined), timeoutSeconds: 0.05 });
    expect(await invoke()).toMatchObject({ error: 'Unhandled', body: { errorType: 'Sandbox.Timedout' } });
  });
});

describe('across accounts', () => {
  const central = () => new LambdaClient(asRole(organization, MANAGEMENT, 'controller'));

  it('the resource policy of the function decides', async () => {
    await deploy({ inProcess: () => 'ran' });
    const refused = invoke({}, central(), functionArn);
    await expect(refused).rejects.toMatchObject({ name: 'AccessDeniedException', $metadata: { httpStatusCode: 403 } });
    await deploy({ inProcess: () => 'ran', invokableBy: [`arn:aws:iam::${MANAGEMENT}:role/controller`] });
    expect((await invoke({}, central(), functionArn)).body).toBe('ran');
    await expect(invoke({}, new LambdaClient(clientConfig(organization)), functionArn)).rejects.toThrow(
      'resource-based policy',
    );
    await deploy({ inProcess: () => 'ran', invokableBy: ['organization'] });
    expect((await invoke({}, new LambdaClient(clientConfig(organization)), functionArn)).body).toBe('ran');
    expect(organization.journal.entries({ operation: 'lambda:Invoke' }).at(-1)?.accountId).toBe(PAYMENTS);
  });

  it('a function that is not there is not found', async () => {
    const missing = invoke({}, central(), `arn:aws:lambda:us-east-1:${EMPTY}:function:${functionName}`);
    await expect(missing).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
      $metadata: { httpStatusCode: 404 },
    });
  });
});

it('a missing function of another account can be hidden', async () => {
  const hiding = LocalOrganization.fromDescription({
    organization: { id: 'o-acme123456', managementAccount: 'Management', hideMissingFunctions: true },
    accounts: [
      { name: 'Management', id: MANAGEMENT },
      { name: 'Payments', id: PAYMENTS },
    ],
  });
  const client = new LambdaClient(clientConfig(hiding));
  await expect(invoke({}, client, functionArn)).rejects.toMatchObject({ name: 'AccessDeniedException' });
  await expect(invoke({}, client)).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
});

it('describes a function, and forgets a removed one', async () => {
  await deploy({ inProcess: () => 'ran', timeoutSeconds: 660, environment: { A: 'b' } });
  const { Configuration } = await lambda.send(new GetFunctionCommand({ FunctionName: functionName }));
  expect(Configuration).toMatchObject({
    FunctionArn: functionArn,
    Timeout: 660,
    Environment: { Variables: { A: 'b' } },
  });
  await organization.removeFunction(PAYMENTS, functionName);
  await expect(invoke()).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
});
