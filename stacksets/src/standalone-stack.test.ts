import { App } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { describe, expect, test } from 'vitest';
import { EVIDENCE_RULES } from './evidence-permissions.ts';
import { STANDALONE_TEMPLATE_VERSION, StandaloneStack } from './standalone-stack.ts';

const template = Template.fromStack(new StandaloneStack(new App(), 'Standalone', { standaloneBundle: 'the bundle' }));
const { Parameters, Metadata } = template.toJSON();

describe('the standalone template', () => {
  test('needs nothing but itself', () => {
    const { Resources, ...rest } = template.toJSON();
    const types = Object.entries<{ Type: string }>(Resources).map(([id, { Type }]) => [id, Type]);
    expect(Object.fromEntries(types)).toEqual({
      Evidence: 'AWS::S3::Bucket',
      EvidenceRules: 'AWS::S3::BucketPolicy',
      StandaloneLogs: 'AWS::Logs::LogGroup',
      StandaloneRole: 'AWS::IAM::Role',
      Standalone: 'AWS::Lambda::Function',
      SchedulerRole: 'AWS::IAM::Role',
      SweepSchedule: 'AWS::Scheduler::Schedule',
    });
    expect(Object.keys(rest).sort()).toEqual([
      'AWSTemplateFormatVersion',
      'Description',
      'Metadata',
      'Outputs',
      'Parameters',
    ]);
    expect(JSON.stringify(template.toJSON())).not.toContain('arn:aws:');
  });

  test('sweeps the founding groups on Friday night, and without a word from anybody only observes', () => {
    const defaults = Object.keys(Parameters).map((name) => [name, Parameters[name].Default]);
    expect(Object.fromEntries(defaults)).toEqual({
      Groups: 'Developers,Administrators',
      ExemptUsers: '',
      ExemptGroups: '',
      Action: 'observe',
      DeleteAfterInactiveDays: '0',
      MinimumKeyAgeDays: '0',
      RequireConsoleAccess: 'true',
      MaximumRevocations: '100',
      Schedule: 'cron(55 23 ? * FRI *)',
      TimeZone: 'UTC',
      LogRetentionDays: '400',
    });
  });

  test('labels every parameter and puts it under a heading', () => {
    const { ParameterGroups, ParameterLabels } = Metadata['AWS::CloudFormation::Interface'];
    const names = Object.keys(Parameters);
    expect(ParameterGroups.flatMap((group: { Parameters: string[] }) => group.Parameters)).toEqual(names);
    expect(Object.keys(ParameterLabels)).toEqual(names);
    for (const name of names) expect(Parameters[name].Description).toMatch(/\w.*\.$/);
  });

  test.each([
    ['Groups', ['Developers', 'a+b=c.d@e-f_g'], ['', 'two words', '/path/', 'x'.repeat(129)]],
    ['ExemptUsers', ['', 'breakglass'], ['two words', 'x'.repeat(65)]],
    ['MaximumRevocations', ['0', '99999'], ['', '-1', '1.5', '100000']],
    ['Schedule', ['cron(0 3 ? * MON-FRI *)'], ['rate(1 day)', '0 3 * * *', 'cron()']],
    ['TimeZone', ['UTC', 'America/Argentina/Buenos_Aires', 'Etc/GMT+1'], ['', 'Europe London']],
  ])('%s takes what it says', (name, right, wrong) => {
    const pattern = new RegExp(Parameters[name].AllowedPattern);
    expect(right.filter((value) => !pattern.test(value))).toEqual([]);
    expect(wrong.filter((value) => pattern.test(value))).toEqual([]);
  });

  test('tells the function its policy, and where to keep evidence', () => {
    const joined = (name: string) => ({ 'Fn::Join': [',', { Ref: name }] });
    template.hasResourceProperties('AWS::Lambda::Function', {
      FunctionName: 'keysweep-standalone',
      Handler: 'index.handler',
      Code: { ZipFile: 'the bundle' },
      Timeout: 900,
      ReservedConcurrentExecutions: Match.absent(),
      Environment: {
        Variables: {
          KEYSWEEP_GROUPS: joined('Groups'),
          KEYSWEEP_EXEMPT_USERS: joined('ExemptUsers'),
          KEYSWEEP_EXEMPT_GROUPS: joined('ExemptGroups'),
          KEYSWEEP_ACTION: { Ref: 'Action' },
          KEYSWEEP_DELETE_AFTER_INACTIVE_DAYS: { Ref: 'DeleteAfterInactiveDays' },
          KEYSWEEP_MINIMUM_KEY_AGE_DAYS: { Ref: 'MinimumKeyAgeDays' },
          KEYSWEEP_REQUIRE_CONSOLE_ACCESS: { Ref: 'RequireConsoleAccess' },
          KEYSWEEP_MAXIMUM_REVOCATIONS: { Ref: 'MaximumRevocations' },
          KEYSWEEP_TIMEZONE: { Ref: 'TimeZone' },
          KEYSWEEP_BUCKET: { Ref: 'Evidence' },
          KEYSWEEP_TEMPLATE_VERSION: STANDALONE_TEMPLATE_VERSION,
        },
      },
    });
  });

  test('starts it when it is due, as a role that can do nothing else', () => {
    template.hasResourceProperties('AWS::Scheduler::Schedule', {
      ScheduleExpression: { Ref: 'Schedule' },
      ScheduleExpressionTimezone: { Ref: 'TimeZone' },
      Target: {
        Arn: { 'Fn::GetAtt': ['Standalone', 'Arn'] },
        RoleArn: { 'Fn::GetAtt': ['SchedulerRole', 'Arn'] },
        Input: '{"scheduledTime":"<aws.scheduler.scheduled-time>"}',
      },
    });
    template.hasResourceProperties('AWS::IAM::Role', {
      RoleName: 'keysweep-standalone-scheduler',
      Policies: [{ PolicyDocument: { Statement: [{ Action: ['lambda:InvokeFunction'] }] } }],
    });
  });

  test('revokes under the same Deny as an agent, and keeps its evidence under the same rules as the centre', () => {
    const [role] = Object.values(
      template.findResources('AWS::IAM::Role', { Properties: { RoleName: 'keysweep-standalone' } }),
    );
    const sids = role?.['Properties'].Policies[0].PolicyDocument.Statement.map(({ Sid }: { Sid: string }) => Sid);
    expect(sids).toEqual([
      'ReadAccount',
      'ReadGroups',
      'ReadUsers',
      'RevokeAccessKeys',
      'NeverOfExemptUsers',
      'WriteOwnLogs',
      'UseEvidence',
      'ListEvidence',
    ]);
    template.hasResourceProperties('AWS::S3::BucketPolicy', { PolicyDocument: { Statement: EVIDENCE_RULES } });
    template.hasResourceProperties('AWS::S3::Bucket', { BucketName: Match.absent() });
  });
});
