import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { centralTemplate, exampleConfig } from './testing/example.ts';

const template = centralTemplate();

test('names what the contract names, and holds no ARN of a partition', () => {
  const names = Object.values(template.toJSON()['Resources']).flatMap((resource) => {
    const { Properties } = resource as { Properties: Record<string, unknown> };
    const { FunctionName, RoleName, StateMachineName, TopicName, AliasName } = Properties;
    return [FunctionName, RoleName, StateMachineName, TopicName, AliasName].filter((name) => typeof name === 'string');
  });
  expect(names.sort()).toEqual([
    'alias/keysweep-orders',
    'keysweep',
    'keysweep-central',
    'keysweep-gate',
    'keysweep-inventory',
    'keysweep-operator',
    'keysweep-scheduler',
    'keysweep-states',
    'keysweep-summarise',
    'keysweep-sweep',
    'keysweep-sweep',
  ]);
  expect(JSON.stringify(template.toJSON())).not.toContain('arn:aws:');
});

describe('the switch', () => {
  // Not an example: as long as this resource is the same, letter by letter, a deployment does not turn sweeps back on.
  test('is the same in every version of keysweep and for every configuration', () => {
    for (const each of [
      template,
      centralTemplate(exampleConfig({ central: { delegatedAdministrator: '444455556666' } })),
    ])
      expect(each.toJSON()['Resources'].SweepSwitch).toEqual({
        Type: 'AWS::SSM::Parameter',
        Properties: {
          Name: '/keysweep/state',
          Type: 'String',
          Value: 'enabled',
          Description: 'keysweep: enabled, or paused; anything else holds sweeps as well',
        },
      });
  });
});

describe('the key that signs orders', () => {
  const key = template.toJSON()['Resources'].OrderSigningKey;

  test('is a P-256 key that stays when the stack goes', () => {
    expect(key).toMatchObject({
      Properties: { KeySpec: 'ECC_NIST_P256', KeyUsage: 'SIGN_VERIFY' },
      DeletionPolicy: 'RetainExceptOnCreate',
      UpdateReplacePolicy: 'Retain',
    });
  });

  test('lets the centre alone sign; the account looks after it, and can neither sign nor hand it on', () => {
    const [administers, signs, ...more] = key.Properties.KeyPolicy.Statement;
    expect(more).toEqual([]);
    expect(administers.Action).toContain('kms:PutKeyPolicy');
    expect(administers.Action.filter((action: string) => /\*|Sign|Grant$|Encrypt/.test(action))).toEqual([
      'kms:RevokeGrant',
    ]);
    expect(signs).toMatchObject({
      Action: ['kms:Sign'],
      Condition: {
        ArnEquals: {
          'aws:PrincipalArn': { 'Fn::Sub': 'arn:${AWS::Partition}:iam::${AWS::AccountId}:role/keysweep-central' },
        },
      },
    });
  });
});

describe('the central functions', () => {
  const functions = Object.values(template.findResources('AWS::Lambda::Function')).map((each) => each['Properties']);

  test('are four doors into one asset', () => {
    expect(functions.map(({ FunctionName, Handler }) => [FunctionName, Handler])).toEqual([
      ['keysweep-inventory', 'index.inventory'],
      ['keysweep-sweep', 'index.sweep'],
      ['keysweep-gate', 'index.gate'],
      ['keysweep-summarise', 'index.summarise'],
    ]);
    const code = new Set(functions.map(({ Code }) => JSON.stringify(Code)));
    expect([...code].map((each) => JSON.parse(each))).toEqual([
      {
        S3Bucket: { 'Fn::Sub': 'cdk-hnb659fds-assets-${AWS::AccountId}-${AWS::Region}' },
        S3Key: expect.stringMatching(/^[0-9a-f]{64}\.zip$/),
      },
    ]);
  });

  test('are told exactly what they read from their environment', () => {
    const source = new URL('../../apps/aggregator/src/handlers/environment.ts', import.meta.url);
    const read = new Set(readFileSync(source, 'utf8').match(/KEYSWEEP_[A-Z_]+/g));
    for (const { Environment } of functions)
      expect(Object.keys(Environment.Variables).sort()).toEqual([...read].sort());
  });

  test('run on what the agent runs on, as the central role, and are told where everything is', () => {
    for (const properties of functions)
      expect(properties).toMatchObject({
        Runtime: 'nodejs24.x',
        Architectures: ['arm64'],
        Timeout: 900,
        Role: { 'Fn::GetAtt': ['CentralRole', 'Arn'] },
        LoggingConfig: { LogFormat: 'JSON', LogGroup: { Ref: 'CentralLogs' } },
        Environment: {
          Variables: {
            KEYSWEEP_BUCKET: { Ref: 'Evidence' },
            KEYSWEEP_SIGNING_KEY_ID: { 'Fn::GetAtt': ['OrderSigningKey', 'Arn'] },
            KEYSWEEP_STATE_MACHINE_ARN: {
              'Fn::Sub': 'arn:${AWS::Partition}:states:${AWS::Region}:${AWS::AccountId}:stateMachine:keysweep-sweep',
            },
          },
        },
      });
  });
});

describe('the state machine', () => {
  const [machine] = Object.values(template.findResources('AWS::StepFunctions::StateMachine'));

  test('is the definition, with the functions of the stack in it', () => {
    const definition: string = machine?.['Properties'].DefinitionString['Fn::Sub'];
    const completed = definition.replaceAll(/\$\{([^}]+)\}/g, '<$1>');
    expect(JSON.parse(completed).States.Inventory.Arguments.FunctionName).toBe('<Inventory.Arn>');
    const names = new Set([...definition.matchAll(/\$\{([^}]+)\}/g)].map(([, name]) => name));
    expect([...names].sort()).toEqual(['AWS::Partition', 'Gate.Arn', 'Inventory.Arn', 'Summarise.Arn', 'Sweep.Arn']);
  });
});

describe('who is told', () => {
  test('every address of the configuration, by mail', () => {
    const subscriptions = template.findResources('AWS::SNS::Subscription');
    expect(Object.values(subscriptions).map((each) => each['Properties'])).toEqual(
      ['zoe@example.com', 'amy@example.com'].map((Endpoint) => ({
        Endpoint,
        Protocol: 'email',
        TopicArn: { Ref: 'Notifications' },
      })),
    );
    // Whoever stays keeps the subscription that was confirmed.
    const fewer = centralTemplate(exampleConfig({ summary: { notify: ['amy@example.com'] } }));
    expect(subscriptions).toMatchObject(fewer.findResources('AWS::SNS::Subscription'));
  });

  test('CloudWatch may publish to the topic, and encrypt with its key', () => {
    const cloudWatch = {
      Principal: { Service: 'cloudwatch.amazonaws.com' },
      Condition: { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } },
    };
    const [topicPolicy] = Object.values(template.findResources('AWS::SNS::TopicPolicy'));
    expect(topicPolicy?.['Properties'].PolicyDocument.Statement).toContainEqual(
      expect.objectContaining({ ...cloudWatch, Action: ['sns:Publish'] }),
    );
    template.hasResourceProperties('AWS::SNS::Topic', {
      KmsMasterKeyId: { 'Fn::GetAtt': ['NotificationKey', 'Arn'] },
    });
    expect(template.toJSON()['Resources'].NotificationKey.Properties.KeyPolicy.Statement).toContainEqual(
      expect.objectContaining({ ...cloudWatch, Action: ['kms:Decrypt', 'kms:GenerateDataKey*'] }),
    );
  });

  const alarms = Object.values(template.findResources('AWS::CloudWatch::Alarm')).map((each) => each['Properties']);
  const coverage = alarms.filter(({ AlarmName }) => AlarmName === 'keysweep-coverage-incomplete');

  test('of executions that fail, run out of time or are aborted, of sweeps that were never started, of what could not be told', () => {
    const others = alarms.filter((each) => !coverage.includes(each));
    expect(others.map(({ Namespace, MetricName, Dimensions }) => [Namespace, MetricName, Dimensions])).toEqual([
      ['AWS/States', 'ExecutionsFailed', [{ Name: 'StateMachineArn', Value: { Ref: 'SweepMachine' } }]],
      ['AWS/States', 'ExecutionsTimedOut', [{ Name: 'StateMachineArn', Value: { Ref: 'SweepMachine' } }]],
      ['AWS/States', 'ExecutionsAborted', [{ Name: 'StateMachineArn', Value: { Ref: 'SweepMachine' } }]],
      [
        'AWS/SQS',
        'ApproximateNumberOfMessagesVisible',
        [{ Name: 'QueueName', Value: { 'Fn::GetAtt': ['UnstartedSweeps', 'QueueName'] } }],
      ],
      ['Keysweep', 'Untold', [{ Name: 'Organization', Value: 'o-a1b2c3d4e5' }]],
    ]);
    for (const alarm of others)
      expect(alarm).toMatchObject({
        Threshold: 1,
        ComparisonOperator: 'GreaterThanOrEqualToThreshold',
        TreatMissingData: 'notBreaching',
        AlarmActions: [{ Ref: 'Notifications' }],
      });
  });

  test('of coverage that no summary has said to be whole, whether it said less or there was none', () => {
    expect(coverage).toEqual([
      expect.objectContaining({
        Metrics: [
          {
            Id: 'coverage',
            MetricStat: {
              Metric: {
                Namespace: 'Keysweep',
                MetricName: 'Coverage',
                Dimensions: [{ Name: 'Organization', Value: 'o-a1b2c3d4e5' }],
              },
              Period: 21_600,
              Stat: 'Minimum',
            },
            ReturnData: false,
          },
          { Id: 'filled', Expression: 'FILL(coverage, 0)', Label: 'Coverage', ReturnData: true },
        ],
        Threshold: 100,
        ComparisonOperator: 'LessThanThreshold',
        TreatMissingData: 'breaching',
        AlarmActions: [{ Ref: 'Notifications' }],
      }),
    ]);
  });

  describe('the alarm on coverage, looked at every hour', () => {
    const [{ Metrics, EvaluationPeriods, DatapointsToAlarm, Threshold } = {} as (typeof alarms)[number]] = coverage;
    const { Period } = Metrics[0].MetricStat;
    const HOUR = 3600;
    /** Whether it is on at an hour: the periods that end there, the worst of each, and 0 where there is none. */
    const isOn = (summaries: readonly (readonly [hour: number, percent: number])[], hour: number): boolean => {
      const periods = Array.from({ length: EvaluationPeriods }, (_, index) => {
        const end = hour * HOUR - index * Period;
        const within = summaries.filter(([at]) => at * HOUR < end && at * HOUR >= end - Period);
        return Math.min(...(within.length === 0 ? [0] : within.map(([, percent]) => percent)));
      });
      return periods.filter((percent) => percent < Threshold).length >= DatapointsToAlarm;
    };
    const hours = (from: number, to: number) => Array.from({ length: to - from }, (_, index) => from + index);
    const daily = (days: number, percent = 100) =>
      // A day of 25 hours among them, and summaries that are late by up to half an hour.
      Array.from({ length: days }, (_, day) => [6 + day * 24 + (day > 3 ? 1 : 0) + (day % 3) * 0.25, percent] as const);

    test('is off for as long as a summary a day says that all is covered', () => {
      expect(hours(36, 14 * 24).filter((hour) => isOn(daily(14), hour))).toEqual([]);
    });

    test('comes on within 30 hours where there are no more, and not before one is late', () => {
      const [lastAt] = daily(3).at(-1) ?? [0];
      const on = hours(36, 8 * 24).filter((hour) => isOn(daily(3), hour));
      expect(on[0]).toBeGreaterThan(lastAt + 24);
      expect(on[0]).toBeLessThanOrEqual(lastAt + 31);
      expect(on).toEqual(hours(on[0] ?? 0, 8 * 24));
    });

    test('stays on, without flapping, for as long as they say less', () => {
      const less = daily(14, 99.9);
      expect(hours(36, 14 * 24).filter((hour) => !isOn(less, hour))).toEqual([]);
    });
  });
});
