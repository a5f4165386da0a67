import { CfnStackSet, Stack, type Environment, type IStackSynthesizer } from 'aws-cdk-lib';
import { KeysweepError, type Config } from '@keysweep/core';
import type { Construct } from 'constructs';
import { addMemberParameter, type MemberParameterName } from './member-parameters.ts';
import { TEMPLATE_BODY_LIMIT } from './member-template.ts';
import { STACK_SET_NAME } from './names.ts';
import { synthesize } from './synthesize.ts';
import { selfContainedSynthesizer } from './synthesizers.ts';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_CreateStackInstances.html */
const TARGETS_LIMIT = 50;

/** As the member template's own default. */
const LOG_RETENTION_DAYS = '400';

/** What a rollout is made of. */
export interface RolloutProps {
  /** The member template, as `synthesizeMemberTemplate` gives it. */
  readonly memberTemplate: string;
  readonly config: Config;
  readonly organization: { readonly id: string; readonly managementAccountId: string };
  /** What `deployTo` means: ids of the root or of OUs. */
  readonly targets: readonly string[];
}

/** Where the stack goes, and by which way. */
export interface RolloutStackProps {
  readonly env?: Environment;
  /** Default: one that needs no bootstrapped account. */
  readonly synthesizer?: IStackSynthesizer;
}

/** The values of the member parameters that are known before the central stack is: all but the order verification key. */
export function knownMemberParameters(
  config: Config,
  organization: RolloutProps['organization'],
): Readonly<Record<Exclude<MemberParameterName, 'OrderVerificationKey'>, string>> {
  return {
    CentralAccountId: config.central.delegatedAdministrator ?? organization.managementAccountId,
    OrganizationId: organization.id,
    CeilingAction: config.ceilings.action,
    CeilingRevocations: String(config.ceilings.revocations),
    LogRetentionDays: LOG_RETENTION_DAYS,
  };
}

/**
 * The template of the rollout as one line of JSON: one service-managed StackSet with the member template inside, deployed
 * from the central account in `config.region`. Its one parameter is the order verification key. The same input gives the
 * same bytes; it may exceed what `TemplateBody` takes, and is then deployed from S3.
 * @throws KeysweepError as `RolloutStack` does.
 */
export function synthesizeRolloutTemplate(props: RolloutProps): string {
  return synthesize((app) => new RolloutStack(app, 'Rollout', props));
}

/**
 * The StackSet, in a stack of its own: a roll-out that fails touches nothing else.
 * @throws KeysweepError `config-invalid` for no target or too many, `internal` when the member template is too long.
 */
export class RolloutStack extends Stack {
  constructor(scope: Construct, id: string, props: RolloutProps & RolloutStackProps) {
    checkLimits(props);
    super(scope, id, {
      synthesizer: props.synthesizer ?? selfContainedSynthesizer(),
      ...(props.env === undefined ? {} : { env: props.env }),
      analyticsReporting: false,
      description: 'keysweep, rollout: puts the member stack into every account of the organization',
    });
    this.templateOptions.templateFormatVersion = '2010-09-09';
    const key = addMemberParameter(this, 'OrderVerificationKey');
    const known = Object.entries(knownMemberParameters(props.config, props.organization));
    new CfnStackSet(this, 'Members', {
      ...stackSetOptions(props),
      templateBody: props.memberTemplate,
      parameters: [...known, ['OrderVerificationKey', key.valueAsString] as const].map(
        ([parameterKey, parameterValue]) => ({ parameterKey, parameterValue }),
      ),
    });
  }
}

function checkLimits({ memberTemplate, targets: { length } }: RolloutProps): void {
  const bytes = Buffer.byteLength(memberTemplate);
  if (bytes > TEMPLATE_BODY_LIMIT)
    throw new KeysweepError('internal', `the member template has ${bytes} bytes of ${TEMPLATE_BODY_LIMIT}`, {
      hint: 'the bundle of the revoker is too large: was it built with minify?',
    });
  if (length === 0 || length > TARGETS_LIMIT)
    throw new KeysweepError('config-invalid', `deployTo names ${length} OUs; a StackSet takes 1 to ${TARGETS_LIMIT}`, {
      hint: 'name an OU above them, or the root: the agent does nothing until asked',
    });
}

/**
 * One broken account never holds up the rest: every failure is tolerated, and with SOFT_FAILURE_TOLERANCE concurrency stays.
 * NONE on each entry: auto-deployment ignores account filters, so exclusions are the centre's business.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/stacksets-orgs-manage-auto-deployment.html
 */
function stackSetOptions({ config, targets }: RolloutProps) {
  return {
    stackSetName: STACK_SET_NAME,
    description: 'keysweep: the agent that revokes access keys on signed orders, and the role that audits it',
    permissionModel: 'SERVICE_MANAGED',
    callAs: config.central.delegatedAdministrator === null ? 'SELF' : 'DELEGATED_ADMIN',
    capabilities: ['CAPABILITY_NAMED_IAM'],
    autoDeployment: { enabled: true, retainStacksOnAccountRemoval: false },
    managedExecution: { Active: true },
    operationPreferences: {
      concurrencyMode: 'SOFT_FAILURE_TOLERANCE',
      failureTolerancePercentage: 100,
      maxConcurrentPercentage: 25,
    },
    stackInstancesGroup: targets.map((target) => ({
      regions: [config.region],
      deploymentTargets: { organizationalUnitIds: [target], accountFilterType: 'NONE' },
    })),
  };
}
