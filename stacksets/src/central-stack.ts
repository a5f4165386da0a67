import { CfnOutput, Fn, Stack, type Environment, type IStackSynthesizer } from 'aws-cdk-lib';
import type { Config } from '@keysweep/core';
import type { Construct } from 'constructs';
import { addAlarms } from './alarms.ts';
import { addCentralCode, packCentralCode } from './central-code.ts';
import { addCentralFunctions } from './central-functions.ts';
import { addCentralRoles } from './central-roles.ts';
import { addEvidenceBucket } from './evidence-bucket.ts';
import { addLogGroup } from './log-group.ts';
import { addNotifications } from './notifications.ts';
import { addOrderSigningKey } from './order-signing-key.ts';
import { addSweepMachine } from './sweep-machine.ts';
import { addSweepSchedules } from './sweep-schedules.ts';
import { addSweepSwitch } from './sweep-switch.ts';
import { stagedSynthesizer } from './synthesizers.ts';

/** What a central stack is made of. */
export interface CentralStackProps {
  readonly config: Config;
  readonly organization: { readonly id: string; readonly managementAccountId: string };
  /** The built bundle of the aggregator: one CommonJS file that exports the four handlers. */
  readonly aggregatorBundle: string;
  /** What the functions are to work by: `config` in canonical form, its targets as ids. */
  readonly resolvedConfig: string;
  readonly env?: Environment;
  readonly synthesizer?: IStackSynthesizer;
}

/** How long the central functions' log is kept; what they did is in the evidence bucket. */
const LOG_RETENTION_DAYS = 400;

/**
 * The centre, once in an organization: what it sweeps with, when, and what it keeps. The StackSet that carries the agents is
 * a stack of its own, so that a roll-out that fails touches none of this. Code comes from the CDK's bootstrap bucket.
 */
export class CentralStack extends Stack {
  /** The SHA-256 of the archive of the central functions, in hex. */
  readonly codeHash: string;
  /** Where that archive is, as a file. */
  readonly codePath: string;

  constructor(scope: Construct, id: string, props: CentralStackProps) {
    super(scope, id, {
      synthesizer: props.synthesizer ?? stagedSynthesizer(),
      analyticsReporting: false,
      description: 'keysweep, central account: plans, orders, audits and keeps the evidence of every sweep',
      ...(props.env === undefined ? {} : { env: props.env }),
    });
    this.templateOptions.templateFormatVersion = '2010-09-09';
    const { config } = props;
    const { retainEvidenceDays, objectLock, encryptionKey, delegatedAdministrator } = config.central;
    const bucket = addEvidenceBucket(this, {
      bucketName: Fn.sub('keysweep-${AWS::AccountId}-${AWS::Region}'),
      retainDays: retainEvidenceDays,
      objectLock,
      encryptionKey,
    });
    const signingKey = addOrderSigningKey(this);
    addSweepSwitch(this);
    const logs = addLogGroup(this, 'CentralLogs', LOG_RETENTION_DAYS);
    const setting = { organization: props.organization, delegated: delegatedAdministrator !== null, encryptionKey };
    const roles = addCentralRoles(this, setting, logs.attrArn);
    const code = packCentralCode(props.aggregatorBundle, props.resolvedConfig);
    const { path, location } = addCentralCode(this, code);
    this.codeHash = code.hash;
    this.codePath = path;
    const topicArn = addNotifications(this, config.summary.notify);
    const functions = addCentralFunctions(this, {
      code: location,
      roleArn: roles.central.attrArn,
      logGroup: logs.ref,
      bucket: bucket.ref,
      signingKeyArn: signingKey.attrArn,
      topicArn,
    });
    const machine = addSweepMachine(this, functions, roles.states.attrArn);
    const deadLetters = addSweepSchedules(this, {
      config,
      stateMachineArn: machine.ref,
      roleArn: roles.scheduler.attrArn,
    });
    addAlarms(this, {
      organizationId: props.organization.id,
      stateMachineArn: machine.ref,
      deadLetterQueueName: deadLetters.attrQueueName,
      topicArn,
    });
    new CfnOutput(this, 'EvidenceBucket', { value: bucket.ref, description: 'Where everything that was done is kept' });
  }
}
