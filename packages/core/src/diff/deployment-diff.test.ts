import { parse } from 'valibot';
import { describe, expect, it } from 'vitest';
import type { Assignments } from '../assignments.ts';
import type { OrganizationSnapshot } from '../organization.ts';
import { deploymentDiffSchema, diffDeployments, type DeploymentDiff, type SynthOutput } from './deployment-diff.ts';
import type { Template } from './template-diff.ts';
import type { Json } from './value-change.ts';

const MANAGEMENT = '100000000000';
const account = (id: string, parentId: string, state = 'ACTIVE') => ({ id, name: id, email: '', state, parentId });

/** The management account, three accounts in /Workloads, one of them suspended, and one in /Sandbox. */
const snapshot: OrganizationSnapshot = {
  id: 'o-0123456789',
  managementAccountId: MANAGEMENT,
  rootId: 'r-ab12',
  organizationalUnits: [
    { id: 'ou-ab12-00000001', name: 'Workloads', parentId: 'r-ab12' },
    { id: 'ou-ab12-00000002', name: 'Sandbox', parentId: 'r-ab12' },
  ],
  accounts: [
    account(MANAGEMENT, 'r-ab12'),
    account('200000000001', 'ou-ab12-00000001'),
    account('200000000002', 'ou-ab12-00000001'),
    account('200000000003', 'ou-ab12-00000001', 'SUSPENDED'),
    account('200000000004', 'ou-ab12-00000002'),
  ],
};

const assignments: Assignments = {
  schema: 'keysweep/assignments/1',
  organizationId: snapshot.id,
  organizationalUnits: [{ id: 'r-ab12', path: '/', policy: 'weekly', rule: '/' }],
  accounts: [{ id: MANAGEMENT, name: 'm', path: '/', policy: null, rule: 'managementAccount is assigned none' }],
};

const centralFunction = (name: string, key: string, extra: object = {}) => ({
  Type: 'AWS::Lambda::Function',
  Properties: { FunctionName: name, Code: { S3Bucket: 'assets', S3Key: key }, ...extra },
});
const schedule = (expression: string, extra: object = {}) => ({
  Type: 'AWS::Scheduler::Schedule',
  Properties: { Name: 'sweep-weekly', ScheduleExpression: expression, ...extra },
});
const stackSet = (properties: object) =>
  ({ Resources: { Members: { Type: 'AWS::CloudFormation::StackSet', Properties: properties } } }) as Template;
const group = (...ids: string[]) => ({ Regions: ['us-east-1'], DeploymentTargets: { OrganizationalUnitIds: ids } });
const MEMBER = { Resources: { Revoker: { Type: 'AWS::Lambda::Function', Properties: { Timeout: 660 } } } };
const MEMBERS = {
  TemplateBody: JSON.stringify(MEMBER),
  Parameters: [{ ParameterKey: 'CeilingRevocations', ParameterValue: '200' }],
  StackInstancesGroup: [group('r-ab12')],
};

function output(changes: Partial<SynthOutput> = {}, key = 'a.zip'): SynthOutput {
  const central = {
    Resources: {
      Sweep: centralFunction('keysweep-sweep', key),
      Gate: centralFunction('keysweep-gate', key),
      Weekly: schedule('cron(55 23 ? * FRI *)', { ScheduleExpressionTimezone: 'Europe/London' }),
    },
  } as unknown as Template;
  return {
    stacks: { 'keysweep-central': central, 'keysweep-rollout': stackSet(MEMBERS) },
    aggregator: { objectKey: key, configuration: { groups: ['Developers', 'Administrators'] }, code: 'code 1' },
    assignments,
    ...changes,
  };
}

/** The same with another template for one stack. */
function withStack(stack: string, template: unknown): SynthOutput {
  const before = output();
  return { ...before, stacks: { ...before.stacks, [stack]: template as Template } };
}

function diff(before: SynthOutput, after: SynthOutput): DeploymentDiff {
  const names = { central: 'keysweep-central', rollout: 'keysweep-rollout' };
  const found = diffDeployments(before, after, { snapshot, names });
  expect(parse(deploymentDiffSchema, JSON.parse(JSON.stringify(found)))).toEqual(found);
  return found;
}

const NO_ACCOUNTS = { updated: 0, created: 0, deleted: 0 };

describe('two outputs of synth', () => {
  it('that are the same', () => {
    expect(diff(output(), output())).toEqual({
      schema: 'keysweep/diff/1',
      changed: false,
      stacks: [
        { stack: 'keysweep-central', change: 'unchanged', resources: [], settings: [] },
        { stack: 'keysweep-rollout', change: 'unchanged', resources: [], settings: [] },
      ],
      aggregator: { code: 'unchanged', configuration: [], functions: [] },
      rollOut: {
        needed: false,
        memberTemplate: { change: 'unchanged', resources: [], settings: [] },
        parameters: [],
        targets: { added: [], removed: [] },
        accounts: NO_ACCOUNTS,
      },
      schedules: [],
      assignments: { organizationalUnits: [], accounts: [] },
    });
  });

  it('with another group: nothing but the aggregator’s configuration, and no roll-out', () => {
    const aggregator = { objectKey: 'b.zip', configuration: { groups: ['Developers'] }, code: 'code 1' };
    const { changed, stacks, aggregator: asset, rollOut } = diff(output(), output({ aggregator }, 'b.zip'));
    expect(changed).toBe(true);
    expect(stacks.map(({ stack, change, resources }) => ({ stack, change, resources }))).toEqual([
      { stack: 'keysweep-central', change: 'changed', resources: [] },
      { stack: 'keysweep-rollout', change: 'unchanged', resources: [] },
    ]);
    expect(asset).toEqual({
      code: 'unchanged',
      configuration: [{ path: ['groups', 1], change: 'removed', before: 'Administrators' }],
      functions: ['keysweep-gate', 'keysweep-sweep'],
    });
    expect(rollOut).toMatchObject({ needed: false, accounts: NO_ACCOUNTS });
  });

  it('with other code, in a function that changes otherwise too and in one without a name', () => {
    const central = {
      Resources: {
        Sweep: centralFunction('keysweep-sweep', 'b.zip', { MemorySize: 512 }),
        Gate: { Type: 'AWS::Lambda::Function', Properties: { Code: { S3Bucket: 'assets', S3Key: 'b.zip' } } },
      },
    };
    const before = withStack('keysweep-central', {
      Resources: {
        Sweep: centralFunction('keysweep-sweep', 'a.zip'),
        Gate: { Type: 'AWS::Lambda::Function', Properties: { Code: { S3Bucket: 'assets', S3Key: 'a.zip' } } },
      },
    });
    const after = {
      ...withStack('keysweep-central', central),
      aggregator: { objectKey: 'b.zip', configuration: { groups: ['Developers', 'Administrators'] }, code: 'code 2' },
    };
    const { stacks, aggregator } = diff(before, after);
    expect(stacks[0]?.resources).toEqual([
      {
        logicalId: 'Sweep',
        type: 'AWS::Lambda::Function',
        change: 'changed',
        properties: [{ path: ['Properties', 'MemorySize'], change: 'added', after: 512 }],
      },
    ]);
    expect(aggregator).toEqual({ code: 'changed', configuration: [], functions: ['Gate', 'keysweep-sweep'] });
  });

  it('of which one has no central stack and no asset', () => {
    const { 'keysweep-rollout': rollout } = output().stacks;
    const bare = output({ stacks: { 'keysweep-rollout': rollout! }, aggregator: null });
    const { stacks, aggregator, schedules } = diff(bare, output());
    expect(stacks[0]).toMatchObject({ stack: 'keysweep-central', change: 'added', settings: [] });
    expect(stacks[0]?.resources.map(({ logicalId, change }) => [logicalId, change])).toEqual([
      ['Gate', 'added'],
      ['Sweep', 'added'],
      ['Weekly', 'added'],
    ]);
    expect(aggregator).toMatchObject({
      code: 'changed',
      configuration: [{ path: [], change: 'changed', before: null }],
    });
    expect(schedules.map(({ change }) => change)).toEqual(['added']);
    const back = diff(output(), bare);
    expect(back.stacks[0]).toMatchObject({ change: 'removed' });
    expect(back.schedules).toMatchObject([{ change: 'removed', after: null }]);
  });
});

describe('a template', () => {
  it.each<[string, unknown, unknown]>([
    [
      'resources that come, go and change, and what stands beside them',
      {
        Description: 'new',
        Resources: {
          Sweep: { Type: 'AWS::SQS::Queue' },
          Topic: { Type: 'AWS::SNS::Topic' },
        },
      },
      {
        change: 'changed',
        resources: [
          { logicalId: 'Gate', type: 'AWS::Lambda::Function', change: 'removed', properties: [] },
          {
            logicalId: 'Sweep',
            type: 'AWS::SQS::Queue',
            change: 'changed',
            properties: [
              { path: ['Properties'], change: 'removed' },
              { path: ['Type'], change: 'changed', before: 'AWS::Lambda::Function', after: 'AWS::SQS::Queue' },
            ],
          },
          { logicalId: 'Topic', type: 'AWS::SNS::Topic', change: 'added', properties: [] },
          { logicalId: 'Weekly', type: 'AWS::Scheduler::Schedule', change: 'removed', properties: [] },
        ],
        settings: [{ path: ['Description'], change: 'added', after: 'new' }],
      },
    ],
    [
      'something that CloudFormation would refuse',
      { Resources: [{ Type: 1 }] },
      { change: 'changed', resources: [{ change: 'removed' }, { change: 'removed' }, { change: 'removed' }] },
    ],
    [
      'a resource without a type',
      { Resources: { Gate: 1 } },
      { resources: [{ logicalId: 'Gate', type: '' }, { change: 'removed' }, { change: 'removed' }] },
    ],
  ])('with %s', (_name, template, expected) => {
    expect(diff(output(), withStack('keysweep-central', template)).stacks[0]).toMatchObject(expected as object);
  });
});

describe('a schedule', () => {
  it.each<[string, object, object | null]>([
    [
      'that stays, with its defaults spelled out',
      { ScheduleExpressionTimezone: 'Europe/London', State: 'ENABLED' },
      null,
    ],
    ['in UTC', {}, { expression: 'cron(55 23 ? * FRI *)', timezone: 'UTC', state: 'ENABLED' }],
    [
      'that is disabled, at a time only the deployment knows',
      { ScheduleExpression: { Ref: 'Time' }, State: 'DISABLED' },
      { expression: '{"Ref":"Time"}', timezone: 'UTC', state: 'DISABLED' },
    ],
    ['without a time', { ScheduleExpression: undefined }, { expression: '', timezone: 'UTC', state: 'ENABLED' }],
  ])('%s', (_name, extra, after) => {
    const central = (properties: object) => ({ Resources: { Weekly: schedule('cron(55 23 ? * FRI *)', properties) } });
    const { schedules } = diff(
      withStack('keysweep-central', central({ ScheduleExpressionTimezone: 'Europe/London' })),
      withStack('keysweep-central', central(extra)),
    );
    const before = { expression: 'cron(55 23 ? * FRI *)', timezone: 'Europe/London', state: 'ENABLED' };
    expect(schedules).toEqual(after === null ? [] : [{ name: 'sweep-weekly', change: 'changed', before, after }]);
  });

  it('without a name is called by its logical id', () => {
    const { schedules } = diff(
      withStack('keysweep-central', { Resources: {} }),
      withStack('keysweep-central', { Resources: { Weekly: { Type: 'AWS::Scheduler::Schedule' } } }),
    );
    expect(schedules).toMatchObject([{ name: 'Weekly', change: 'added' }]);
  });
});

describe('the roll-out', () => {
  const rollOutOf = (properties: object, from: object = MEMBERS) =>
    diff(withStack('keysweep-rollout', stackSet(from)), withStack('keysweep-rollout', stackSet(properties))).rollOut;

  it('reaches every active account under the targets, but for the management account, when the member template changes', () => {
    const member = { Resources: { Revoker: { Type: 'AWS::Lambda::Function', Properties: { Timeout: 900 } } } };
    expect(rollOutOf({ ...MEMBERS, TemplateBody: JSON.stringify(member) })).toMatchObject({
      needed: true,
      memberTemplate: { change: 'changed', resources: [{ logicalId: 'Revoker', change: 'changed' }] },
      parameters: [],
      accounts: { updated: 3, created: 0, deleted: 0 },
    });
  });

  it('is needed for another parameter', () => {
    const Parameters = [
      { ParameterKey: 'CeilingRevocations', ParameterValue: '400' },
      { ParameterKey: 'OrderVerificationKey', ParameterValue: { Ref: 'OrderVerificationKey' } },
      { ParameterKey: 'Empty' },
    ];
    expect(rollOutOf({ ...MEMBERS, Parameters })).toMatchObject({
      needed: true,
      memberTemplate: { change: 'unchanged' },
      parameters: [
        { path: ['CeilingRevocations'], change: 'changed', before: '200', after: '400' },
        { path: ['Empty'], change: 'added', after: null },
        { path: ['OrderVerificationKey'], change: 'added' },
      ],
      accounts: { updated: 3, created: 0, deleted: 0 },
    });
  });

  it('creates and deletes stacks where targets come and go, and touches no others', () => {
    const narrow = { ...MEMBERS, StackInstancesGroup: [group('ou-ab12-00000001')] };
    const both = { ...MEMBERS, StackInstancesGroup: [group('ou-ab12-00000001', 'ou-ab12-00000002')] };
    expect(rollOutOf(both, narrow)).toMatchObject({
      needed: true,
      targets: { added: [{ organizationalUnitId: 'ou-ab12-00000002', region: 'us-east-1' }], removed: [] },
      accounts: { updated: 0, created: 1, deleted: 0 },
    });
    expect(rollOutOf(narrow, both)).toMatchObject({
      needed: true,
      targets: { added: [], removed: [{ organizationalUnitId: 'ou-ab12-00000002', region: 'us-east-1' }] },
      accounts: { updated: 0, created: 0, deleted: 1 },
    });
  });

  it('deletes and creates every stack when the Region changes', () => {
    const moved = { ...group('r-ab12'), Regions: ['eu-west-1'] };
    expect(rollOutOf({ ...MEMBERS, StackInstancesGroup: [moved] })).toMatchObject({
      needed: true,
      accounts: { updated: 0, created: 3, deleted: 3 },
    });
  });

  it('is of all accounts where there was none, and counts no account twice under two targets', () => {
    const { rollOut } = diff(
      withStack('keysweep-rollout', { Resources: {} }),
      withStack(
        'keysweep-rollout',
        stackSet({ ...MEMBERS, StackInstancesGroup: [group('r-ab12', 'ou-ab12-00000001')] }),
      ),
    );
    expect(rollOut).toMatchObject({
      needed: true,
      memberTemplate: { change: 'added' },
      accounts: { updated: 0, created: 3, deleted: 0 },
    });
  });

  it('is not needed where neither has a StackSet', () => {
    const none = withStack('keysweep-rollout', { Resources: {} });
    expect(diff(none, none).rollOut).toMatchObject({ needed: false, memberTemplate: { change: 'unchanged' } });
  });

  it.each<[string, Json]>([
    ['is not JSON', 'x'],
    ['is not a map', '[]'],
    ['is not text', { Ref: 'Body' }],
  ])('has no member template where it %s', (_name, TemplateBody) => {
    expect(rollOutOf({ ...MEMBERS, TemplateBody })).toMatchObject({ memberTemplate: { change: 'removed' } });
  });
});

describe('the assignments', () => {
  it('that come, go, move and change hands, by id', () => {
    const before: Assignments = {
      ...assignments,
      organizationalUnits: [
        { id: 'ou-1', path: '/Prod', policy: 'weekly', rule: '/' },
        { id: 'ou-2', path: '/Old', policy: null, rule: '/ is assigned none' },
      ],
      accounts: [
        { id: '1', name: 'stays', path: '/Prod', policy: 'weekly', rule: '/' },
        { id: '2', name: 'leaves', path: '/Prod', policy: 'weekly', rule: '/' },
        { id: '3', name: 'changes', path: '/Prod', policy: 'weekly', rule: '/' },
      ],
    };
    const after: Assignments = {
      ...assignments,
      organizationalUnits: [
        { id: 'ou-1', path: '/Production', policy: 'weekly', rule: '/' },
        { id: 'ou-3', path: '/New', policy: 'weekly', rule: '/' },
      ],
      accounts: [
        { id: '1', name: 'stays', path: '/Prod', policy: 'weekly', rule: '/' },
        { id: '3', name: 'changes', path: '/Prod', policy: 'careful', rule: '/Prod' },
        { id: '4', name: 'joins', path: '/New', policy: 'weekly', rule: '/' },
      ],
    };
    const found = diff(output({ assignments: before }), output({ assignments: after }));
    expect(found.changed).toBe(true);
    expect(found.assignments).toEqual({
      organizationalUnits: [
        {
          id: 'ou-1',
          change: 'changed',
          before: { path: '/Prod', policy: 'weekly', rule: '/' },
          after: { path: '/Production', policy: 'weekly', rule: '/' },
        },
        {
          id: 'ou-2',
          change: 'removed',
          before: { path: '/Old', policy: null, rule: '/ is assigned none' },
          after: null,
        },
        { id: 'ou-3', change: 'added', before: null, after: { path: '/New', policy: 'weekly', rule: '/' } },
      ],
      accounts: [
        {
          id: '2',
          change: 'removed',
          before: { name: 'leaves', path: '/Prod', policy: 'weekly', rule: '/' },
          after: null,
        },
        {
          id: '3',
          change: 'changed',
          before: { name: 'changes', path: '/Prod', policy: 'weekly', rule: '/' },
          after: { name: 'changes', path: '/Prod', policy: 'careful', rule: '/Prod' },
        },
        { id: '4', change: 'added', before: null, after: { name: 'joins', path: '/New', policy: 'weekly', rule: '/' } },
      ],
    });
  });
});
