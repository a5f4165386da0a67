import { CfnOutput, Fn, Stack, type Environment, type IStackSynthesizer } from 'aws-cdk-lib';
import { CfnFunction } from 'aws-cdk-lib/aws-lambda';
import { CfnSchedule } from 'aws-cdk-lib/aws-scheduler';
import type { Construct } from 'constructs';
import { addEvidenceBucket } from './evidence-bucket.ts';
import { addLogGroup } from './log-group.ts';
import { STANDALONE_NAME, STANDALONE_SCHEDULER_ROLE_NAME } from './names.ts';
import type { AddedParameters } from './parameters.ts';
import { REVOKER_TRUST } from './permissions.ts';
import { addRole } from './role.ts';
import { addStandaloneParameters, type StandaloneParameterName } from './standalone-parameters.ts';
import { STANDALONE_WILDCARDS, standaloneStatements } from './standalone-permissions.ts';
import { FUNCTION_TIMEOUT_SECONDS } from './sweep-states.ts';
import { arnHere, FOR_THIS_ACCOUNT, serviceTrust } from './statements.ts';
import { synthesize } from './synthesize.ts';
import { selfContainedSynthesizer } from './synthesizers.ts';

/** Stands in every plan. Raise it whenever the template changes. */
export const STANDALONE_TEMPLATE_VERSION = '1';

/** As `central.retainEvidenceDays` has it by default. */
const RETAIN_EVIDENCE_DAYS = 400;

/** What a standalone stack is made of. */
export interface StandaloneStackProps {
  /** The built standalone bundle: one CommonJS file that exports `handler`. */
  readonly standaloneBundle: string;
  readonly env?: Environment;
  /** Default: one that needs no bootstrapped account. */
  readonly synthesizer?: IStackSynthesizer;
}

/**
 * One account that sweeps by itself: no organization, no centre, nothing signed. A function with a schedule, its policy in
 * parameters, and its own evidence bucket. Deployable from the console.
 */
export class StandaloneStack extends Stack {
  constructor(scope: Construct, id: string, props: StandaloneStackProps) {
    super(scope, id, {
      synthesizer: props.synthesizer ?? selfContainedSynthesizer(),
      ...(props.env === undefined ? {} : { env: props.env }),
      analyticsReporting: false,
      description: `keysweep, one account by itself (template ${STANDALONE_TEMPLATE_VERSION}): expires the access keys of the members of groups`,
    });
    this.templateOptions.templateFormatVersion = '2010-09-09';
    const parameters = addStandaloneParameters(this);
    const bucket = addEvidenceBucket(this, {
      retainDays: RETAIN_EVIDENCE_DAYS,
      objectLock: false,
      encryptionKey: null,
    });
    const logs = addLogGroup(this, 'StandaloneLogs', parameters.LogRetentionDays.valueAsNumber);
    const role = addRole(this, 'StandaloneRole', {
      name: STANDALONE_NAME,
      description:
        'keysweep: reads IAM and revokes access keys of this account, never of a user who is tagged keysweep-exempt; keeps evidence',
      trust: REVOKER_TRUST,
      statements: standaloneStatements(logs.attrArn),
      wildcards: STANDALONE_WILDCARDS,
    });
    const sweeper = new CfnFunction(this, 'Standalone', {
      ...functionProperties(parameters, bucket.ref),
      code: { zipFile: props.standaloneBundle },
      role: role.attrArn,
      loggingConfig: { logFormat: 'JSON', logGroup: logs.ref },
    });
    addSchedule(this, parameters, sweeper);
    new CfnOutput(this, 'EvidenceBucket', { value: bucket.ref, description: 'Where everything that was done is kept' });
  }
}

/** The standalone template as one line of JSON; the same bundle gives the same bytes. */
export function synthesizeStandaloneTemplate(props: StandaloneStackProps): string {
  return synthesize((app) => new StandaloneStack(app, 'Standalone', props));
}

function functionProperties(parameters: AddedParameters<StandaloneParameterName>, bucket: string) {
  const text = (name: StandaloneParameterName) => parameters[name].valueAsString;
  const list = (name: StandaloneParameterName) => Fn.join(',', parameters[name].valueAsList);
  return {
    functionName: STANDALONE_NAME,
    description: 'keysweep: plans, keeps the plan, revokes, and looks again; in this account alone',
    runtime: 'nodejs24.x',
    architectures: ['arm64'],
    handler: 'index.handler',
    memorySize: 512,
    timeout: FUNCTION_TIMEOUT_SECONDS,
    environment: {
      variables: {
        KEYSWEEP_GROUPS: list('Groups'),
        KEYSWEEP_EXEMPT_USERS: list('ExemptUsers'),
        KEYSWEEP_EXEMPT_GROUPS: list('ExemptGroups'),
        KEYSWEEP_ACTION: text('Action'),
        KEYSWEEP_DELETE_AFTER_INACTIVE_DAYS: text('DeleteAfterInactiveDays'),
        KEYSWEEP_MINIMUM_KEY_AGE_DAYS: text('MinimumKeyAgeDays'),
        KEYSWEEP_REQUIRE_CONSOLE_ACCESS: text('RequireConsoleAccess'),
        KEYSWEEP_MAXIMUM_REVOCATIONS: text('MaximumRevocations'),
        KEYSWEEP_TIMEZONE: text('TimeZone'),
        KEYSWEEP_BUCKET: bucket,
        KEYSWEEP_TEMPLATE_VERSION: STANDALONE_TEMPLATE_VERSION,
      },
    },
  };
}

/** A start that is refused is tried again for two hours; a sweep that fails, twice by Lambda, under the time it was due. */
function addSchedule(stack: Stack, parameters: AddedParameters<StandaloneParameterName>, sweeper: CfnFunction): void {
  const role = addRole(stack, 'SchedulerRole', {
    name: STANDALONE_SCHEDULER_ROLE_NAME,
    description: 'keysweep: starts a sweep when it is due',
    trust: serviceTrust('scheduler.amazonaws.com', FOR_THIS_ACCOUNT),
    statements: [
      {
        Sid: 'StartSweeps',
        Effect: 'Allow',
        Action: ['lambda:InvokeFunction'],
        Resource: arnHere('lambda', `function:${STANDALONE_NAME}`),
      },
    ],
  });
  new CfnSchedule(stack, 'SweepSchedule', {
    name: STANDALONE_NAME,
    description: 'keysweep: sweeps this account',
    scheduleExpression: parameters.Schedule.valueAsString,
    scheduleExpressionTimezone: parameters.TimeZone.valueAsString,
    flexibleTimeWindow: { mode: 'OFF' },
    target: {
      arn: sweeper.attrArn,
      roleArn: role.attrArn,
      input: JSON.stringify({ scheduledTime: '<aws.scheduler.scheduled-time>' }),
      retryPolicy: { maximumEventAgeInSeconds: 2 * 60 * 60, maximumRetryAttempts: 60 },
    },
  });
}
