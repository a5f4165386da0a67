import { createRequire } from 'node:module';
import { compileFunction } from 'node:vm';
import { afterEach, expect, test, vi } from 'vitest';
import { synthesizeStandaloneTemplate } from './standalone-stack.ts';
import { readStandaloneBundle } from './testing/revoker-bundle.ts';

const template = JSON.parse(synthesizeStandaloneTemplate({ standaloneBundle: readStandaloneBundle() }));
const { Code, Environment, Handler } = template.Resources.Standalone.Properties;

type Value = string | { readonly Ref: string } | { readonly 'Fn::Join': readonly [string, { readonly Ref: string }] };

/** As CloudFormation fills it in when nobody sets a parameter. */
function byDefault(value: Value): string {
  if (typeof value === 'string') return value;
  const name = 'Ref' in value ? value.Ref : value['Fn::Join'][1].Ref;
  return name === 'Evidence' ? 'the-bucket' : template.Parameters[name].Default;
}

function start(): Promise<unknown> {
  const module = { exports: {} as Record<string, (event: unknown, context: unknown) => Promise<unknown>> };
  // The Lambda runtime brings the SDK; here the adapters' own does.
  const require = createRequire(new URL('../../packages/aws/package.json', import.meta.url));
  compileFunction(Code.ZipFile, ['require', 'module', 'exports'])(require, module, module.exports);
  const handle = module.exports[Handler.replace('index.', '')]!;
  const context = {
    invokedFunctionArn: 'arn:aws:lambda:us-east-1:111122223333:function:keysweep-standalone',
    getRemainingTimeInMillis: () => 900_000,
  };
  return handle({ scheduledTime: 'no time' }, context);
}

afterEach(() => vi.unstubAllEnvs());

test('the function it deploys starts with every parameter as it stands, and asks when the run was due', async () => {
  const variables = Object.entries<Value>(Environment.Variables);
  for (const [name, value] of variables) vi.stubEnv(name, byDefault(value));
  await expect(start()).rejects.toMatchObject({ code: 'run-invalid' });
  // And it needs each of them, but for its version.
  for (const [name] of variables.filter(([name]) => !/EXEMPT|VERSION/.test(name))) {
    vi.stubEnv(name, '');
    await expect(start(), name).rejects.toMatchObject({ code: 'environment-invalid' });
    vi.stubEnv(name, byDefault(Environment.Variables[name]));
  }
});
