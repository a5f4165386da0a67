import { Stack, type Environment, type IStackSynthesizer } from 'aws-cdk-lib';
import { CfnFunction, CfnPermission } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { addLogGroup } from './log-group.ts';
import { addMemberParameters, type MemberParameters } from './member-parameters.ts';
import { AUDIT_ROLE_NAME, REVOKER_NAME } from './names.ts';
import {
  AUDIT_STATEMENTS,
  AUDIT_TRUST,
  AUDIT_WILDCARDS,
  REVOKER_TRUST,
  REVOKER_WILDCARDS,
  revokerStatements,
} from './permissions.ts';
import { addRole } from './role.ts';
import { selfContainedSynthesizer } from './synthesizers.ts';

/** Stands in every plan, so that an account with an older template is noticed. Raise it whenever the template changes. */
export const MEMBER_TEMPLATE_VERSION = '1';

/** What a member stack is made of. */
export interface MemberStackProps {
  /** The built bundle of the revoker: one CommonJS file that exports `handler`. */
  readonly revokerBundle: string;
  readonly env?: Environment;
  /** Default: one that needs no bootstrapped account. */
  readonly synthesizer?: IStackSynthesizer;
}

/**
 * What every member account gets: the revoker and its role, and the role the centre audits through. It does nothing by
 * itself. It holds no assets, transforms or nested stacks, which a service-managed StackSet would refuse.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/stacksets-orgs-associate-stackset-with-org.html
 *
 * Written in CloudFormation's own resources, for then what is deployed stands here word by word.
 */
export class MemberStack extends Stack {
  constructor(scope: Construct, id: string, props: MemberStackProps) {
    super(scope, id, {
      synthesizer: props.synthesizer ?? selfContainedSynthesizer(),
      ...(props.env === undefined ? {} : { env: props.env }),
      analyticsReporting: false,
      description: `keysweep, member account (template ${MEMBER_TEMPLATE_VERSION}): revokes access keys on signed orders, audited from the centre`,
    });
    this.templateOptions.templateFormatVersion = '2010-09-09';
    const parameters = addMemberParameters(this);
    const logs = addLogGroup(this, 'RevokerLogs', parameters.LogRetentionDays.valueAsNumber);
    const revokerRole = addRole(this, 'RevokerRole', {
      name: REVOKER_NAME,
      description:
        'keysweep: reads IAM and revokes access keys of this account, never of a user who is tagged keysweep-exempt',
      trust: REVOKER_TRUST,
      statements: revokerStatements(logs.attrArn),
      wildcards: REVOKER_WILDCARDS,
    });
    const revoker = new CfnFunction(this, 'Revoker', {
      ...functionProperties(parameters),
      code: { zipFile: props.revokerBundle },
      role: revokerRole.attrArn,
      loggingConfig: { logFormat: 'JSON', logGroup: logs.ref },
    });
    addInvokePermission(this, revoker, parameters);
    addRole(this, 'AuditRole', {
      name: AUDIT_ROLE_NAME,
      description: 'keysweep: reads users, groups and access keys for the central role alone',
      trust: AUDIT_TRUST,
      statements: AUDIT_STATEMENTS,
      wildcards: AUDIT_WILDCARDS,
    });
  }
}

function functionProperties(parameters: MemberParameters) {
  return {
    functionName: REVOKER_NAME,
    description: 'keysweep: plans and revokes access keys of this account; obeys only what the centre has signed',
    runtime: 'nodejs24.x',
    architectures: ['arm64'],
    // Inline code is a file named index: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-lambda-function-code.html
    handler: 'index.handler',
    memorySize: 256,
    // Under the 700 s the centre waits. Concurrency is not reserved: a new account's quota would fail the stack.
    timeout: 660,
    environment: {
      variables: {
        KEYSWEEP_ORGANIZATION_ID: parameters.OrganizationId.valueAsString,
        KEYSWEEP_ORDER_VERIFICATION_KEY: parameters.OrderVerificationKey.valueAsString,
        KEYSWEEP_CEILING_ACTION: parameters.CeilingAction.valueAsString,
        KEYSWEEP_CEILING_REVOCATIONS: parameters.CeilingRevocations.valueAsString,
        KEYSWEEP_TEMPLATE_VERSION: MEMBER_TEMPLATE_VERSION,
      },
    },
  };
}

/**
 * Opens the door to the central account, while it is in the organization. What comes through must still be signed.
 * https://docs.aws.amazon.com/lambda/latest/dg/permissions-function-organization.html
 */
function addInvokePermission(stack: Stack, revoker: CfnFunction, parameters: MemberParameters): void {
  new CfnPermission(stack, 'CentralMayInvoke', {
    action: 'lambda:InvokeFunction',
    functionName: revoker.ref,
    principal: parameters.CentralAccountId.valueAsString,
    principalOrgId: parameters.OrganizationId.valueAsString,
  });
}
