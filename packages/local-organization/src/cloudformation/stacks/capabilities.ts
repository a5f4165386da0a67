import { ServiceError } from '../../wire/service-error.ts';
import type { Template } from '../template/template.ts';

/** Types that grant permissions, and the property by which each is given a name. */
const NAMED_BY: ReadonlyMap<string, string | null> = new Map([
  ['AWS::IAM::AccessKey', null],
  ['AWS::IAM::Group', 'GroupName'],
  ['AWS::IAM::InstanceProfile', 'InstanceProfileName'],
  ['AWS::IAM::ManagedPolicy', 'ManagedPolicyName'],
  ['AWS::IAM::Policy', null],
  ['AWS::IAM::Role', 'RoleName'],
  ['AWS::IAM::User', 'UserName'],
  ['AWS::IAM::UserToGroupAddition', null],
]);

/**
 * Refuses a template that makes IAM resources, or names them, without the caller having said so.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_CreateStack.html
 */
export function checkCapabilities(template: Template, given: readonly string[]): void {
  const wanted = requiredCapability(template);
  if (wanted === undefined || given.includes('CAPABILITY_NAMED_IAM') || given.includes(wanted)) return;
  throw new ServiceError('InsufficientCapabilitiesException', `Requires capabilities : [${wanted}]`);
}

/** What must be acknowledged before a template is deployed; the named kind stands for both. */
export function requiredCapability({ resources }: Template): 'CAPABILITY_IAM' | 'CAPABILITY_NAMED_IAM' | undefined {
  const granting = [...resources.values()].filter(({ type }) => NAMED_BY.has(type));
  if (granting.length === 0) return undefined;
  const isNamed = granting.some(({ type, properties }) => {
    const names = properties.kind === 'object' ? properties.entries.map(([name]) => name) : [];
    return names.includes(NAMED_BY.get(type) ?? '');
  });
  return isNamed ? 'CAPABILITY_NAMED_IAM' : 'CAPABILITY_IAM';
}
