import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Validations, type App, type Stack } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { synthesizeAssembly, type Assembly } from './assembly.ts';
import { CentralStack } from './central-stack.ts';
import { MemberStack } from './member-stack.ts';
import { TEMPLATE_BODY_LIMIT } from './member-template.ts';
import { RolloutStack } from './rollout-template.ts';
import { StandaloneStack } from './standalone-stack.ts';
import { quietApp } from './synthesize.ts';
import { exampleConfig, ORGANIZATION } from './testing/example.ts';
import { readRevokerBundle, readStandaloneBundle } from './testing/revoker-bundle.ts';

/** From S3. https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html */
const TEMPLATE_LIMIT = 1_000_000;
const TAKES_MS = 120_000;
/** Not a dependency: it is Python's. */
const LINTER = 'cfn-lint';
const TEMPLATES = ['member', 'central', 'rollout', 'standalone'] as const;

// Every option on, for each brings properties of its own into the templates.
const config = exampleConfig({
  central: {
    objectLock: true,
    delegatedAdministrator: '444455556666',
    encryptionKey: 'arn:aws:kms:eu-west-1:444455556666:key/1234abcd-12ab-34cd-56ef-1234567890ab',
  },
});
const props = { config, organization: ORGANIZATION, targets: ['r-ab12'], resolvedConfig: '{}' };

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'keysweep-gates-'));
});
afterAll(() => rmSync(folder, { recursive: true }));
afterEach(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
});

function synthesized(): Assembly {
  const bundles = { revoker: readRevokerBundle(), aggregator: 'the aggregator', standalone: readStandaloneBundle() };
  return synthesizeAssembly({ ...props, bundles }, join(folder, 'assembly'));
}

test('the templates fit: what goes by hand into TemplateBody, the rest into what S3 may hold', () => {
  const assembly = synthesized();
  for (const name of TEMPLATES) {
    const limit = name === 'member' || name === 'standalone' ? TEMPLATE_BODY_LIMIT : TEMPLATE_LIMIT;
    const bytes = Buffer.byteLength(assembly[name]);
    console.log(`${name} template: ${bytes} bytes of ${limit}`);
    expect(bytes, name).toBeLessThanOrEqual(limit);
  }
});

test('the templates pass CloudFormation’s schemas', { timeout: TAKES_MS }, () => {
  vi.stubEnv('CDK_VALIDATION', 'true');
  const said = vi.spyOn(console, 'error').mockImplementation(() => undefined);
  synthesized();
  expect(said.mock.calls).toEqual([]);
});

test('the templates pass cfn-lint, where there is one', { timeout: TAKES_MS }, (context) => {
  if (spawnSync(LINTER, ['--version']).status !== 0) {
    console.warn('cfn-lint is not on PATH: no template was linted');
    context.skip();
  }
  const assembly = synthesized();
  const files = TEMPLATES.map((name) => join(folder, `${name}.template.json`));
  for (const [index, name] of TEMPLATES.entries()) writeFileSync(files[index] ?? '', assembly[name]);
  const { stdout, stderr, status } = spawnSync(LINTER, ['--template', ...files], { encoding: 'utf8' });
  expect(`${stdout}${stderr}`).toBe('');
  expect(status).toBe(0);
});

describe('cdk-nag', () => {
  const stacks: Record<string, (app: App) => Stack> = {
    member: (app) => new MemberStack(app, 'Member', { revokerBundle: 'x' }),
    central: (app) => new CentralStack(app, 'Central', { ...props, aggregatorBundle: 'x' }),
    rollout: (app) => new RolloutStack(app, 'Rollout', { ...props, memberTemplate: '{}' }),
    standalone: (app) => new StandaloneStack(app, 'Standalone', { standaloneBundle: 'x' }),
  };

  function check(build: (app: App) => Stack, name: string): void {
    const app = quietApp(join(folder, name));
    Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
    build(app);
    app.synth();
  }

  test.each(Object.keys(stacks))('finds nothing in the %s stack that is not answered', (name) => {
    expect(() => check(stacks[name]!, name)).not.toThrow();
  });

  test('would find what is not', () => {
    const unanswered = (app: App): Stack => {
      const stack = stacks['member']!(app);
      const role = stack.node.findChild('AuditRole');
      Object.assign(role, { policies: [{ policyName: 'all', policyDocument: allowEverything }] });
      return stack;
    };
    expect(() => check(unanswered, 'unanswered')).toThrow('AwsSolutions-IAM5[Action::*]');
  });
});

const allowEverything = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }],
};
