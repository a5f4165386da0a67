import { generateKeyPairSync } from 'node:crypto';
import { createRequire } from 'node:module';
import { compileFunction } from 'node:vm';
import { App } from 'aws-cdk-lib';
import { afterEach, expect, test, vi } from 'vitest';
import { synthesizeMemberTemplate } from './member-template.ts';
import { readRevokerBundle } from './testing/revoker-bundle.ts';

const revokerBundle = readRevokerBundle();
const VALIDATION_TAKES_MS = 60_000;

afterEach(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
});

test('is the same bytes for the same bundle, whatever the command line of the CDK says', () => {
  const template = synthesizeMemberTemplate({ revokerBundle });
  vi.stubEnv('CDK_CONTEXT_JSON', JSON.stringify({ 'aws:cdk:enable-path-metadata': true }));
  vi.stubEnv('CDK_OUTDIR', '/nowhere');
  expect(synthesizeMemberTemplate({ revokerBundle })).toBe(template);
});

test('throws where it breaks a schema, and under the CDK’s command line too', { timeout: VALIDATION_TAKES_MS }, () => {
  vi.stubEnv('CDK_VALIDATION', 'true');
  vi.stubEnv('CDK_APP_MODE', 'process');
  vi.stubEnv('CDK_CONTEXT_JSON', JSON.stringify({ '@aws-cdk/core:failSynthOnValidationErrors': false }));
  vi.spyOn(console, 'error').mockImplementation(() => undefined);
  vi.spyOn(App.prototype, 'synth').mockImplementationOnce(function synthBroken(this: App) {
    const revoker = this.node.findAll().find(({ node }) => node.id === 'Revoker');
    Object.assign(revoker ?? {}, { timeout: 901 });
    return this.synth();
  });
  expect(() => synthesizeMemberTemplate({ revokerBundle })).toThrow(/Timeout|901/);
});

test('the function it deploys starts in its environment and refuses what is not signed', async () => {
  const { Revoker } = JSON.parse(synthesizeMemberTemplate({ revokerBundle })).Resources;
  const { Code, Environment, Handler } = Revoker.Properties;
  const { publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const values: Record<string, string> = {
    OrganizationId: 'o-a1b2c3d4e5',
    OrderVerificationKey: publicKey.export({ type: 'spki', format: 'der' }).toString('base64'),
    CeilingAction: 'delete',
    CeilingRevocations: '200',
  };
  for (const [name, value] of Object.entries<string | { Ref: string }>(Environment.Variables))
    vi.stubEnv(name, typeof value === 'string' ? value : values[value.Ref]);
  const module = { exports: {} as Record<string, (event: unknown, context: unknown) => Promise<unknown>> };
  // The Lambda runtime brings the SDK; here the adapters' own does.
  const require = createRequire(new URL('../../packages/aws/package.json', import.meta.url));
  compileFunction(Code.ZipFile, ['require', 'module', 'exports'])(require, module, module.exports);
  const handle = module.exports[Handler.replace('index.', '')];
  const context = { invokedFunctionArn: 'arn:aws:lambda:us-east-1:111122223333:function:keysweep-revoker' };
  const answer = await handle?.({ order: '{}', signature: Buffer.alloc(64).toString('base64') }, context);
  expect(answer).toMatchObject({ schema: 'keysweep/refusal/1', code: 'signature' });
});
