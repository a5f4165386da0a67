import { createHash } from 'node:crypto';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { synthesizeExample } from '../cli/example-input.ts';
import { initialise, terraform } from './terraform.ts';

const MODULE = fileURLToPath(new URL('../../stacksets/terraform', import.meta.url));
const KEY = 'MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE';
const TAKES_MS = 120_000;

const folder = mkdtempSync(join(tmpdir(), 'keysweep-terraform-'));
cpSync(MODULE, join(folder, 'module'), { recursive: true });
const example = join(folder, 'module', 'example');
const missing = initialise(example);
if (missing !== null) process.stderr.write(`\nNO TERRAFORM: ${missing}. The Terraform module is NOT tested.\n\n`);

afterAll(() => rmSync(folder, { recursive: true }));

const textOf = (templates: string, name: string): string => readFileSync(join(templates, name), 'utf8');
const jsonOf = (templates: string, name: string) => JSON.parse(textOf(templates, name));

/** What is read of a planned resource. */
interface Planned {
  readonly type: string;
  readonly name: string;
  readonly index?: string | number;
  readonly values: {
    readonly name: string;
    readonly bucket: string;
    readonly key: string;
    readonly source: string;
    readonly template_url: string;
    readonly template_body: string;
    readonly parameters: Readonly<Record<string, string>>;
    readonly [attribute: string]: unknown;
  };
}

describe.skipIf(missing !== null)('the Terraform module', () => {
  let templates: string;
  beforeAll(async () => {
    templates = await synthesizeExample(folder, { out: 'templates' });
    // A plan of what is not there yet asks AWS nothing, once the provider is told not to look who is asking.
    const quiet = ['skip_credentials_validation', 'skip_requesting_account_id', 'skip_metadata_api_check']
      .map((each) => `  ${each} = true\n`)
      .join('');
    writeFileSync(
      join(example, 'offline_override.tf'),
      `provider "aws" {\n${quiet}}\nprovider "aws" {\n  alias = "management"\n${quiet}}\n`,
    );
  }, TAKES_MS);

  function plan(variables: Readonly<Record<string, string>>): readonly Planned[] {
    const given = Object.entries(variables).map(([name, value]) => `-var=${name}=${value}`);
    const made = terraform(['plan', '-input=false', '-no-color', '-out=plan', ...given], example);
    expect(made.status, made.stderr).toBe(0);
    const { planned_values } = JSON.parse(terraform(['show', '-json', 'plan'], example).stdout);
    const [keysweep] = planned_values.root_module.child_modules;
    return [keysweep, ...(keysweep.child_modules ?? [])].flatMap(({ resources }) => resources);
  }

  /** The one planned resource of this kind. */
  function one(planned: readonly Planned[], type: string, name: string): Planned['values'] {
    const found = planned.filter((each) => each.type === type && each.name === name);
    expect(found.map(({ index }) => index ?? 0)).toEqual([0]);
    return found[0]!.values;
  }

  /** The bytes of the object that a template is deployed from: it must be planned under just that address. */
  function objectAt(planned: readonly Planned[], url: string): Buffer {
    const [, bucket, key] = /^https:\/\/([^.]+)\.s3\.us-east-1\.amazonaws\.com\/(.+)$/.exec(url) ?? [];
    const found = planned.filter(
      ({ type, values }) => type === 'aws_s3_object' && values.bucket === bucket && values.key === key,
    );
    expect(found).toHaveLength(1);
    return readFileSync(found[0]!.values.source);
  }

  it('is valid and formatted', () => {
    expect(terraform(['validate', '-no-color'], example)).toMatchObject({ status: 0 });
    expect(terraform(['fmt', '-check', '-recursive', '-diff', MODULE], folder)).toMatchObject({
      status: 0,
      stdout: '',
    });
  });

  it('plans what synth wrote, byte for byte, and nothing else', { timeout: TAKES_MS }, () => {
    const planned = plan({ templates, order_verification_key: KEY });
    expect(planned.map(({ type, name }) => `${type}.${name}`).sort()).toEqual([
      'aws_cloudformation_stack.central',
      'aws_cloudformation_stack.management',
      'aws_cloudformation_stack_set.members',
      'aws_cloudformation_stack_set_instance.members',
      'aws_s3_object.central_template',
      'aws_s3_object.code',
      'aws_s3_object.member_template',
    ]);
    const member = textOf(templates, 'member.template.json');
    const parameters = {
      ...Object.fromEntries(
        jsonOf(templates, 'parameters.json').map((each: { ParameterKey: string; ParameterValue: string }) => [
          each.ParameterKey,
          each.ParameterValue,
        ]),
      ),
      OrderVerificationKey: KEY,
    };
    const rollout = jsonOf(templates, 'rollout.template.json').Resources.Members.Properties;

    const stackSet = one(planned, 'aws_cloudformation_stack_set', 'members');
    expect(stackSet.template_body).toBe(member);
    expect(stackSet).toMatchObject({
      name: rollout.StackSetName,
      description: rollout.Description,
      permission_model: rollout.PermissionModel,
      call_as: rollout.CallAs,
      capabilities: rollout.Capabilities,
      parameters,
      auto_deployment: [{ enabled: true, retain_stacks_on_account_removal: false }],
      managed_execution: [{ active: rollout.ManagedExecution.Active }],
      operation_preferences: [
        {
          failure_tolerance_percentage: rollout.OperationPreferences.FailureTolerancePercentage,
          max_concurrent_percentage: rollout.OperationPreferences.MaxConcurrentPercentage,
        },
      ],
    });
    expect(Object.keys(parameters).sort()).toEqual(Object.keys(JSON.parse(member).Parameters).sort());

    const central = one(planned, 'aws_cloudformation_stack', 'central');
    expect(central).toMatchObject({ name: 'keysweep-central', capabilities: ['CAPABILITY_NAMED_IAM'] });
    expect(objectAt(planned, central.template_url).toString('utf8')).toBe(textOf(templates, 'central.template.json'));

    const management = one(planned, 'aws_cloudformation_stack', 'management');
    expect(management).toMatchObject({ name: 'keysweep-management', parameters });
    expect(objectAt(planned, management.template_url).toString('utf8')).toBe(member);

    const code = one(planned, 'aws_s3_object', 'code');
    for (const { Type, Properties } of Object.values<{ Type: string; Properties: { Code: unknown } }>(
      jsonOf(templates, 'central.template.json').Resources,
    ))
      if (Type === 'AWS::Lambda::Function') expect(Properties.Code).toEqual({ S3Bucket: code.bucket, S3Key: code.key });
    expect(`${createHash('sha256').update(readFileSync(code.source)).digest('hex')}.zip`).toBe(code.key);
  });

  it(
    'gives each OU of deployTo instances of its own, from a delegated administrator, in buckets it makes',
    async () => {
      const delegated = await synthesizeExample(folder, {
        out: 'delegated',
        changes: {
          'deployTo: [/]': 'deployTo: [/Workloads, /Security, /Sandbox, /Acquired, /Suspended]',
          'delegatedAdministrator: null': "delegatedAdministrator: '122233334444'",
        },
      });
      const rollout = jsonOf(delegated, 'rollout.template.json').Resources.Members.Properties;
      const planned = plan({ templates: delegated, order_verification_key: KEY, create_asset_bucket: 'true' });
      const targets = rollout.StackInstancesGroup.map(
        (each: {
          DeploymentTargets: { OrganizationalUnitIds: string[]; AccountFilterType: string };
          Regions: string[];
        }) => ({
          call_as: 'DELEGATED_ADMIN',
          region: each.Regions[0],
          deployment_targets: [
            expect.objectContaining({
              organizational_unit_ids: each.DeploymentTargets.OrganizationalUnitIds,
              account_filter_type: each.DeploymentTargets.AccountFilterType,
            }),
          ],
          operation_preferences: [
            expect.objectContaining({
              concurrency_mode: rollout.OperationPreferences.ConcurrencyMode,
              failure_tolerance_percentage: rollout.OperationPreferences.FailureTolerancePercentage,
              max_concurrent_percentage: rollout.OperationPreferences.MaxConcurrentPercentage,
            }),
          ],
        }),
      );
      expect(targets).toHaveLength(5);
      const instances = planned.filter(({ type }) => type === 'aws_cloudformation_stack_set_instance');
      expect(instances.map(({ values }) => values)).toEqual(
        targets.map((each: object) => expect.objectContaining(each)),
      );

      expect(one(planned, 'aws_cloudformation_stack_set', 'members')['call_as']).toBe('DELEGATED_ADMIN');
      const buckets = ['cdk-hnb659fds-assets-122233334444-us-east-1', 'cdk-hnb659fds-assets-111122223333-us-east-1'];
      const made = planned.filter(({ type }) => type === 'aws_s3_bucket').map(({ values }) => values.bucket);
      expect(made.toSorted()).toEqual(buckets.toSorted());
      expect(one(planned, 'aws_s3_object', 'code').bucket).toBe(buckets[0]);
      expect(one(planned, 'aws_cloudformation_stack', 'central').template_url).toContain(buckets[0]);
      expect(one(planned, 'aws_cloudformation_stack', 'management').template_url).toContain(buckets[1]);
    },
    TAKES_MS,
  );

  it('has no stack in a management account without a policy', { timeout: TAKES_MS }, async () => {
    const none = await synthesizeExample(folder, {
      out: 'none',
      changes: { 'managementAccount: careful': 'managementAccount: none' },
    });
    const planned = plan({ templates: none, order_verification_key: KEY });
    expect(planned.filter(({ name }) => name === 'management' || name === 'member_template')).toEqual([]);
  });

  it.each([
    ['another Region than the templates', { region: 'eu-west-1' }, 'templates were made for us-east-1'],
    ['a folder that synth did not write', { templates: '.' }, 'run keysweep synth'],
  ])('refuses %s', (_name, variables, said) => {
    const given = Object.entries({ templates, ...variables }).map(([name, value]) => `-var=${name}=${value}`);
    const { status, stderr } = terraform(['plan', '-input=false', '-no-color', ...given], example);
    expect(status).toBe(1);
    expect(stderr.replaceAll(/[\s│]+/g, ' ')).toContain(said);
  });

  it(
    'needs one apply, and leaves the StackSet alone when a policy gets another group',
    { timeout: TAKES_MS },
    async () => {
      const another = await synthesizeExample(folder, {
        out: 'another',
        changes: { 'groups: [Developers, Administrators]': 'groups: [Developers]' },
      });
      const module = join(folder, 'module');
      expect(initialise(module)).toBeNull();
      mkdirSync(join(module, 'tests'));
      writeFileSync(join(module, 'tests', 'apply.tftest.hcl'), applyTest(templates, another));
      const { status, stdout } = terraform(['test', '-json', '-verbose'], module);
      expect(status, stdout).toBe(0);
      const lines = stdout
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line));
      const changes: { address: string; change: { actions: string[] } }[] = lines.find(
        ({ type }) => type === 'test_plan',
      ).test_plan.resource_changes;
      const actions = changes.map(({ address, change }) => [address, change.actions.join()]);
      expect(Object.fromEntries(actions)).toMatchObject({
        'aws_cloudformation_stack.central': 'update',
        'aws_cloudformation_stack.management[0]': 'no-op',
        'aws_cloudformation_stack_set.members': 'no-op',
        'aws_cloudformation_stack_set_instance.members["r-ab12"]': 'no-op',
      });
    },
  );
});

/** One apply, in which the key is there once the central stack is; then a plan with other templates. AWS is made up by Terraform. */
function applyTest(first: string, second: string): string {
  return `
mock_provider "aws" {
  mock_resource "aws_cloudformation_stack" {
    defaults = { id = "arn:aws:cloudformation:us-east-1:111122223333:stack/keysweep-central/1" }
  }
  mock_data "aws_kms_public_key" {
    defaults = { public_key = "${KEY}" }
  }
  mock_data "aws_region" {
    defaults = { name = "us-east-1" }
  }
  mock_data "aws_partition" {
    defaults = { dns_suffix = "amazonaws.com" }
  }
}

mock_provider "aws" {
  alias = "management"
  mock_data "aws_region" {
    defaults = { name = "us-east-1" }
  }
}

run "applied" {
  variables {
    templates = "${first}"
  }
  assert {
    condition     = data.aws_kms_public_key.orders[0].key_id == "arn:aws:kms:us-east-1:111122223333:alias/keysweep-orders"
    error_message = "the key is another one"
  }
  assert {
    condition     = aws_cloudformation_stack_set.members.parameters["OrderVerificationKey"] == "${KEY}"
    error_message = "the StackSet has another key"
  }
}

run "another_group" {
  command = plan
  variables {
    templates = "${second}"
  }
}
`;
}
